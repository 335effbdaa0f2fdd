"""Where the columns of a table stand: from vertical rules, from painted cells, else from the gaps its rows leave free.

Works on body lines only; headings may span columns and would hide the gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.publications.geometry import Box, Fill, Interval, Word, clustered, hull, median, overlap
from extract.publications.lines import Line, Phrase
from extract.publications.ruling import Ruling
from extract.publications.tokens import is_one_of

_STEP = 0.5
_APART = 1.0
"""Type sizes that count as surely apart."""
_CROSSED = 0.06
"""Share of lines that may run across a gap (a long label); one may in any table of five lines or more (a spanning total)."""


def columns_of(header: Sequence[Line], body: Sequence[Line], ruling: Ruling, frame: Box | None) -> list[Interval]:
    """The columns of a table's body, left to right, as (left, right)."""
    extent = frame or hull(body)
    inner = _ruled(body, ruling, extent) or _painted(body, ruling, extent) or _headed(header, body, ruling)
    if not inner or _is_too_coarse(inner, body, extent):
        for gap in [*_free_gaps(body), *_number_edge(header, body)]:
            inner += [gap] if all(abs(gap - edge) > 6 for edge in inner) else []
        inner.sort()
    edges = [min(extent.x0, *(line.x0 for line in body)) - 1, *inner, max(extent.x1, *(line.x1 for line in body)) + 1]
    return list(pairwise(edges))


def _ruled(body: Sequence[Line], ruling: Ruling, extent: Box) -> list[float]:
    """Places of vertical rules that run along at least two fifths of the body."""
    span = hull(body)
    reach: dict[float, float] = {}
    for group in clustered({rule.at for rule in ruling.down}, 3.0):
        pieces = [rule for rule in ruling.down if group[0] <= rule.at <= group[-1]]
        reach[median(group)] = sum(max(0.0, overlap(rule.start, rule.end, span.top, span.bottom)) for rule in pieces)
    inside = [at for at, length in reach.items() if length > 0.4 * span.height and extent.x0 + 4 < at < extent.x1 - 4]
    return sorted(at for at in inside if any(word.center < at for line in body for word in line.words))


def _painted(body: Sequence[Line], ruling: Ruling, extent: Box) -> list[float]:
    """Edges at which painted cells of one row meet, when most painted rows of the body show them."""
    span = hull(body)
    rows: dict[int, list[Fill]] = {}
    for fill in ruling.fills:
        if span.top - 2 <= fill.middle <= span.bottom + 2:
            rows.setdefault(round(fill.middle / 2), []).append(fill)
    split = [cells for cells in rows.values() if len(cells) > 1]
    if len(split) < 2:
        return []
    edges = Counter(
        round(after.x0) for cells in split for before, after in pairwise(sorted(cells, key=_left)) if after.x0 - before.x1 < 3
    )
    return sorted(float(at) for at, count in edges.items() if count >= 0.4 * len(split) and extent.x0 + 4 < at < extent.x1 - 4)


def _headed(header: Sequence[Line], body: Sequence[Line], ruling: Ruling) -> list[float]:
    """Edges at which the ruled or painted cells of the header meet, when the body keeps to them."""
    if not header:
        return []
    head = hull(header)
    rules = [rule.at for rule in ruling.down if overlap(rule.start, rule.end, head.top, head.bottom) > 0]
    fills = [fill for fill in ruling.fills if overlap(fill.top, fill.bottom, head.top, head.bottom) > 0.5 * fill.height]
    meeting = [one.x1 for one in fills for other in fills if abs(one.x1 - other.x0) < 3]
    edges = [median(group) for group in clustered({*rules, *meeting}, 3.0)]
    inside = [
        at for at in edges if any(word.x1 < at for line in body for word in line.words) and at < max(line.x1 for line in body)
    ]
    crossed = sum(any(phrase.x0 < at - 1 and phrase.x1 > at + 1 for at in inside for phrase in line.figures) for line in body)
    return inside if crossed <= _CROSSED * len(body) else []


def _left(box: Box) -> float:
    return box.x0


def _is_too_coarse(inner: Sequence[float], body: Sequence[Line], extent: Box) -> bool:
    """True when in most rows two values share a column of these edges."""
    columns = list(pairwise([extent.x0 - 1, *inner, extent.x1 + 1]))
    crowded = sum(
        any(sum(left < phrase.center < right for phrase in line.figures) > 1 for left, right in columns) for line in body
    )
    return crowded > 0.5 * len(body)


def _free_gaps(body: Sequence[Line]) -> list[float]:
    """Middles of the corridors nearly all rows leave free, and that are wider than a space where words stand on both sides."""
    allowed = max(int(_CROSSED * len(body)), int(len(body) >= 5))
    body = _without_sections(body) or body
    left = min(line.x0 for line in body)
    counts = [0] * (int((max(line.x1 for line in body) - left) / _STEP) + 2)
    for line in body:
        for phrase in line.phrases:
            for position in range(int((phrase.x0 - left) / _STEP), int((phrase.x1 - left) / _STEP) + 1):
                counts[position] += 1
    corridors = _runs_below(counts, allowed)
    places = [(left + start * _STEP, left + end * _STEP) for start, end in corridors]
    return [(start + end) / 2 for start, end in places if _is_boundary((start + end) / 2, body)]


def _number_edge(header: Sequence[Line], body: Sequence[Line]) -> list[float]:
    """The edge between running numbers and labels that stand a mere space apart, where the header heads the numbers ("No")."""
    heads = [word for line in header for word in line.words if is_one_of(word.text, "running_number")]
    numbered = [line for line in body if len(line.words) > 2 and line.words[0].text.rstrip(".)").isdecimal()]
    counted = [int(line.words[0].text.rstrip(".)")) for line in numbered]
    if not heads or len(numbered) < 3 or any(after - before != 1 for before, after in pairwise(counted)):
        return []
    ends, starts = max(line.words[0].x1 for line in numbered), [line.words[1].x0 for line in numbered]
    is_column = max(starts) - min(starts) < 2 and ends <= min(starts) and min(head.x0 for head in heads) < min(starts)
    return [(ends + min(starts)) / 2] if is_column else []


def _without_sections(body: Sequence[Line]) -> list[Line]:
    """The lines without those of words alone that stand a row's distance from both neighbours: their cell spans columns."""
    pitch = median([after.middle - before.middle for before, after in pairwise(body)])
    return [
        line
        for index, line in enumerate(body)
        if len(line.phrases) > 1
        or any(
            abs(other.middle - line.middle) < 0.95 * pitch
            for other in [*body[max(0, index - 1) : index], *body[index + 1 : index + 2]]
        )
    ]


def _runs_below(counts: Sequence[int], allowed: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for position, count in enumerate(counts):
        if count <= allowed and start is None:
            start = position
        if count > allowed and start is not None:
            runs.append((start, position))
            start = None
    return [run for run in runs if run[0] > 0]


def _is_boundary(at: float, body: Sequence[Line]) -> bool:
    """True when rows have words on both sides, in phrases of their own or well apart in all but a few of them."""
    gaps = []
    for line in body:
        before = [word.x1 for word in line.words if word.center < at]
        after = [word.x0 for word in line.words if word.center >= at]
        if before and after:
            in_phrase = any(phrase.x0 < at < phrase.x1 for phrase in line.phrases)
            gaps.append((min(after) - max(before)) / line.size if in_phrase else _APART)
    return bool(gaps) and sorted(gaps)[len(gaps) // 5] > 0.5 * _APART


def text_extents(body: Sequence[Line], columns: Sequence[Interval]) -> list[Interval]:
    """Left and right end of the words in each column; the column itself where it is empty."""
    found: list[list[Word]] = [[] for _ in columns]
    for line in body:
        for phrase in line.phrases:
            for column, words in placed(phrase, columns):
                if len(columns) == 1 or max(word.x1 for word in words) <= columns[column][1] + 2:
                    found[column].extend(words)
    return [
        (min(word.x0 for word in words), max(word.x1 for word in words)) if words else column
        for words, column in zip(found, columns, strict=True)
    ]


def column_of(box: Box, columns: Sequence[Interval]) -> int:
    """Index of the column a word or phrase belongs to: the one that holds its middle, else the nearest."""
    for index, (left, right) in enumerate(columns):
        if left <= box.center < right:
            return index
    return min(
        range(len(columns)), key=lambda index: min(abs(box.center - columns[index][0]), abs(box.center - columns[index][1]))
    )


def spanned(box: Box, columns: Sequence[Interval], slack: float = 2.0) -> list[int]:
    """Indexes of the columns a box reaches into by more than `slack`."""
    reached = [index for index, (left, right) in enumerate(columns) if overlap(box.x0, box.x1, left, right) > slack]
    return reached or [column_of(box, columns)]


def placed(phrase: Phrase, columns: Sequence[Interval]) -> list[tuple[int, list[Word]]]:
    """The words of a body phrase by column: a spanning label goes whole to its first column."""
    homes = [column_of(word, columns) for word in phrase.words]
    if len(set(homes)) == 1:
        return [(homes[0], list(phrase.words))]
    if not any(character.isdecimal() for character in phrase.text):
        return [(min(homes), list(phrase.words))]
    return [
        (home, [word for word, place in zip(phrase.words, homes, strict=True) if place == home]) for home in sorted(set(homes))
    ]
