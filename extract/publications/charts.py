"""Charts on a page: areas whose words are labels, never table cells.

A chart shows itself by bars of unequal length on one base line, by grid lines with a number at mid-height beside each, or by an
axis of evenly stepped numbers. Reading values off a chart is not attempted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.publications.geometry import Box, Fill, Rule, Word, hull, median
from extract.publications.ruling import Ruling

_NUMBER = re.compile(r"-?\d[\d.,]*%?")
_LABEL_ROOM = 16.0
"""Points around a chart's marks in which its labels stand."""


def charts_of(words: Sequence[Word], ruling: Ruling) -> list[Box]:
    """The areas of charts, their labels included."""
    cores = [*_bar_groups(ruling.fills, words), *_grids(words, ruling.across), *_axes(words)]
    return [_with_labels(core, words) for core in _united(cores)]


def _bar_groups(fills: Sequence[Fill], words: Sequence[Word]) -> list[Box]:
    """Upright and lying bars: equally thick, standing apart on one base line, of different lengths."""
    upright: dict[tuple[int, int], list[Fill]] = defaultdict(list)
    lying: dict[tuple[int, int], list[Fill]] = defaultdict(list)
    for fill in fills:
        upright[round(fill.width), round(fill.bottom)].append(fill)
        if not any(abs(other.x0 - fill.x1) < 1 and abs(other.top - fill.top) < 1 for other in fills):
            lying[round(fill.height), round(fill.x0)].append(fill)
    groups = [hull(bars) for bars in upright.values() if _is_bars([(bar.x0, bar.x1, bar.height) for bar in bars])]
    flat = [hull(bars) for bars in lying.values() if _is_bars([(bar.top, bar.bottom, bar.width) for bar in bars])]
    return groups + [_between_labels(group, words) for group in flat]


def _is_bars(bars: list[tuple[float, float, float]]) -> bool:
    """(start, end, length) of each: at least three, with gaps between, and mostly of lengths of their own."""
    ordered = sorted(set(bars))
    gaps = [after[0] - before[1] for before, after in pairwise(ordered)]
    thickness = median([end - start for start, end, _ in ordered])
    lengths = [length for _, _, length in ordered]
    apart = bool(gaps) and min(gaps) > 0.05 * thickness and max(gaps) < 6 * thickness
    return len(ordered) >= 3 and apart and len({round(length) for length in lengths}) * 2 > len(lengths)


def _between_labels(bars: Box, words: Sequence[Word]) -> Box:
    """Lying bars with the names left of them and the values right of them."""
    beside = [word for word in words if bars.top - 2 <= word.middle <= bars.bottom + 2]
    left = [word for word in beside if word.x1 <= bars.x0 + 2 and word.x0 > bars.x0 - 180]
    right = [word for word in beside if bars.x0 < word.center < bars.x1 + 40]
    return hull([bars, *left, *right])


def _grids(words: Sequence[Word], across: Sequence[Rule]) -> list[Box]:
    """Rules of one extent with a number standing at mid-height beside at least three of them."""
    by_extent: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in across:
        by_extent[round(rule.start / 4), round(rule.end / 4)].append(rule)
    grids = []
    for rules in by_extent.values():
        labelled = [(rule, label) for rule in rules if (label := _axis_label(rule, words)) is not None]
        for grid in _evenly_apart(labelled):
            marks = [Box(rule.start, rule.end, rule.at, rule.at) for rule, _ in grid]
            grids.append(hull([*marks, *(label for _, label in grid)]))
    return grids


def _evenly_apart(labelled: Sequence[tuple[Rule, Word]]) -> list[list[tuple[Rule, Word]]]:
    """Grid lines parted where they stand much further apart: two charts of one width below each other. At least three each."""
    ordered = sorted(labelled, key=lambda pair: pair[0].at)
    usual = median([after[0].at - before[0].at for before, after in pairwise(ordered)])
    groups: list[list[tuple[Rule, Word]]] = [ordered[:1]]
    for before, after in pairwise(ordered):
        if after[0].at - before[0].at > 1.6 * usual:
            groups.append([])
        groups[-1].append(after)
    return [group for group in groups if len(group) >= 3]


def _axis_label(rule: Rule, words: Sequence[Word]) -> Word | None:
    """The number that a grid line runs into."""
    for word in words:
        beside = 0 <= rule.start - word.x1 < 14 or 0 <= word.x0 - rule.end < 14
        if beside and abs(word.middle - rule.at) < 0.35 * word.height and _NUMBER.fullmatch(word.text):
            return word
    return None


def _axes(words: Sequence[Word]) -> list[Box]:
    """Numbers in a column that fall by one step to the bottom, at even distances: a value axis without grid lines."""
    by_edge: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        if _NUMBER.fullmatch(word.text):
            by_edge[round(word.x1 / 2)].append(word)
    axes = []
    for column in by_edge.values():
        column.sort(key=lambda word: word.top)
        if len(column) >= 4 and _falls_evenly([_value(word.text) for word in column], [word.middle for word in column]):
            axes.append(hull(column))
    return [_with_plot(axis, words) for axis in axes]


def _falls_evenly(values: list[float], places: list[float]) -> bool:
    steps = [before - after for before, after in pairwise(values)]
    gaps = [after - before for before, after in pairwise(places)]
    even = max(steps) - min(steps) < 1e-6 * max(abs(values[0]), 1) and max(gaps) - min(gaps) < 2
    return even and steps[0] > 1 and values[-1] == 0


def _value(text: str) -> float:
    digits = re.sub(r"[^\d-]", "", text)
    return float(digits) if re.search(r"\d", digits) else 0.0


def _with_plot(axis: Box, words: Sequence[Word]) -> Box:
    """An axis with the words right of it at its height, as far as they hang together."""
    inside = sorted(
        (word for word in words if axis.top <= word.middle <= axis.bottom + _LABEL_ROOM and word.x0 >= axis.x0),
        key=lambda word: word.x0,
    )
    right = axis.x1
    for word in inside:
        if word.x0 - right > 90:
            break
        right = max(right, word.x1)
    return Box(axis.x0, right, axis.top, axis.bottom)


def _united(boxes: Sequence[Box]) -> list[Box]:
    """Overlapping areas as one."""
    done: list[Box] = []
    for box in boxes:
        core = box
        while touching := [other for other in done if _overlaps(core, other)]:
            done = [other for other in done if other not in touching]
            core = hull([core, *touching])
        done.append(core)
    return done


def _overlaps(one: Box, other: Box) -> bool:
    near = one.grown(2, 4)
    return near.x0 < other.x1 and other.x0 < near.x1 and near.top < other.bottom and other.top < near.bottom


def _with_labels(core: Box, words: Sequence[Word]) -> Box:
    """A chart with its value labels above, its axis left and right, and up to two lines of category labels below."""
    above = [word for word in words if _stands(word, core) and 0 <= core.top - word.bottom < 4]
    whole = hull([core, *above])
    for room in (_LABEL_ROOM, 8.0):
        below = [word for word in words if _stands(word, whole) and -2 <= word.top - whole.bottom < room]
        if not below or any(len(word.text) > 24 for word in below):
            break
        whole = hull([whole, *(word for word in below if word.top - min(other.top for other in below) < 0.6 * word.height)])
    return whole


def _stands(word: Word, core: Box) -> bool:
    """True for a word above or below the chart and not longer than it."""
    return core.x0 - 20 <= word.center <= core.x1 + 20
