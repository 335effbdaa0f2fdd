"""Parts of a page that are read top to bottom: tables that stand side by side, or beside running text, are kept apart.

A part is cut off only along a corridor that nothing crosses and that something proves: two frames, two titles, heads that repeat,
or lines that do not stand at the same heights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.publications.geometry import Box, Fill, Word, hull, overlap
from extract.publications.lines import Line, Phrase, lines_of
from extract.publications.ruling import Ruling, within
from extract.publications.tokens import has_letters, is_one_of, look, starts_with

GUTTER = 8.0
"""Points: tables side by side stand at least this far apart."""


@dataclass(slots=True)
class Area:
    """A part of a page that is read top to bottom: its words and its ruling."""

    words: list[Word]
    ruling: Ruling


def areas_of(words: Sequence[Word], ruling: Ruling) -> list[Area]:
    """The page, cut at the gutters between tables that stand side by side (left part before right)."""
    whole = Area(list(words), ruling)
    for gutter in _gutters(words, ruling):
        left = [word for word in words if word.center < gutter.center and gutter.top <= word.middle <= gutter.bottom]
        right = [word for word in words if word.center >= gutter.center and gutter.top <= word.middle <= gutter.bottom]
        above = [word for word in words if word.middle < gutter.top]
        below = [word for word in words if word.middle > gutter.bottom]
        parts = [areas_of(part, within(ruling, hull(part).grown(6, 12))) for part in (above, left, right, below) if part]
        return [area for part in parts for area in part]
    return [whole]


def _gutters(words: Sequence[Word], ruling: Ruling) -> list[Box]:
    """Empty corridors between two frames, or between a title or running-number column and what stands left of it."""
    frames = frames_of(ruling)
    pairs = [(one, other) for one in frames for other in frames if other.x0 - one.x1 >= GUTTER and _beside(one, other)]
    found = [Box(one.x1, other.x0, min(one.top, other.top), max(one.bottom, other.bottom)) for one, other in pairs]
    found += [*_unruled_gutters(words), *_flow_gutters(words)]
    grown = (_grown(gutter, words) for gutter in found)
    return [gutter for gutter in grown if _is_empty(gutter, words, ruling) and _has_both_sides(gutter, words)]


def _beside(one: Box, other: Box) -> bool:
    return overlap(one.top, one.bottom, other.top, other.bottom) > 20


def frames_of(ruling: Ruling) -> list[Box]:
    """Stacks of rules and painted rows that share their left and right ends."""
    marks = [Box(rule.start, rule.end, rule.at, rule.at) for rule in ruling.across if rule.length > 40]
    marks += painted_rows(ruling.fills)
    stacks: list[list[Box]] = []
    for mark in sorted(marks, key=lambda mark: mark.top):
        home = next((stack for stack in stacks if _same_extent(stack[0], mark) and mark.top - stack[-1].bottom < 90), None)
        if home is None:
            stacks.append([mark])
        else:
            home.append(mark)
    return [hull(stack) for stack in stacks if len(stack) >= 2]


def _same_extent(one: Box, other: Box) -> bool:
    return abs(one.x0 - other.x0) < 6 and abs(one.x1 - other.x1) < 6


def painted_rows(fills: Sequence[Fill]) -> list[Box]:
    """Painted cells of one height that touch, as one strip."""
    strips: list[Box] = []
    for fill in sorted(fills, key=lambda fill: (round(fill.top), round(fill.bottom), fill.x0)):
        last = strips[-1] if strips else None
        if last and abs(last.top - fill.top) < 1 and abs(last.bottom - fill.bottom) < 1 and fill.x0 - last.x1 < 3:
            strips[-1] = Box(last.x0, max(last.x1, fill.x1), last.top, last.bottom)
        else:
            strips.append(Box(fill.x0, fill.x1, fill.top, fill.bottom))
    return [strip for strip in strips if strip.width > 40 and strip.height < 60]


def _unruled_gutters(words: Sequence[Word]) -> list[Box]:
    """Corridors left of a second title or of a second running-number column at one height."""
    found = []
    for line in lines_of(words):
        starts = [phrase for phrase in line.phrases if starts_with(phrase.text, "title")]
        numbers = [phrase for phrase in line.phrases if starts_with(phrase.text, "running_number") and len(phrase.text) < 9]
        inner = [phrase for phrase in line.phrases[2:] if is_one_of(phrase.text, "running_number")]
        for second in [*starts[1:], *numbers[1:], *inner, *_second_heads(line, words)]:
            left_edge = max(word.x1 for word in line.words if word.x1 <= second.x0)
            reach = _reach(line, words)
            inside = [word for word in words if line.top - 1 <= word.middle <= reach and word.x0 < second.center]
            wall = max((word.x1 for word in inside if word.x1 <= second.x0 + 2), default=left_edge)
            right_wall = min(
                (word.x0 for word in words if line.top - 1 <= word.middle <= reach and word.x0 >= wall), default=second.x0
            )
            if right_wall - wall >= GUTTER and right_wall > second.x0 - 40:
                found.append(Box(wall, right_wall, line.top - 1, reach))
    return found


def _second_heads(line: Line, words: Sequence[Word]) -> list[Phrase]:
    """The head that opens the right half of a line whose value heads repeat ("Negara 2023 2024 Provinsi 2023 2024")."""
    half, odd = divmod(len(line.phrases), 2)
    texts = [phrase.text for phrase in line.phrases]
    if odd or half < 2 or texts[1:half] != texts[half + 1 :] or look(texts[half]) != "words" or look(texts[0]) != "words":
        return []
    second = line.phrases[half]
    below = [word.text for word in words if word.top > line.bottom and second.x0 - 3 <= word.x0 < line.phrases[half + 1].x0 - 20]
    return [second] if below and sum(has_letters(text) for text in below) > 0.8 * len(below) else []


def _flow_gutters(words: Sequence[Word]) -> list[Box]:
    """Corridors between two flows of text whose lines do not stand at the same heights (running text beside a table)."""
    if not words:
        return []
    page = hull(words)
    found = []
    for step in range(5, 16):
        at = page.x0 + page.width * step / 20
        crossing = sorted(
            (word for word in words if word.x0 < at + GUTTER / 2 and word.x1 > at - GUTTER / 2), key=lambda word: word.top
        )
        walls = [page.top - 1, *(word.middle for word in crossing), page.bottom + 1]
        stretches = [(top, bottom) for top, bottom in pairwise(walls) if bottom - top > 60]
        found += [
            Box(at - GUTTER / 2, at + GUTTER / 2, top, bottom)
            for top, bottom in stretches
            if _is_two_flows(at, top, bottom, words)
        ]
    return sorted(found, key=lambda gutter: -gutter.height)[:1]


def _is_two_flows(at: float, top: float, bottom: float, words: Sequence[Word]) -> bool:
    """True when both sides hold at least four lines and most lines of the shorter side match none of the other."""
    inside = [word for word in words if top < word.middle < bottom]
    left = lines_of(word for word in inside if word.center < at)
    right = lines_of(word for word in inside if word.center >= at)
    fewer, more = sorted((left, right), key=len)
    shared = [line for line in fewer if more and more[0].top - 2 < line.middle < more[-1].bottom + 2]
    matched = sum(any(abs(line.middle - other.middle) < 1.2 for other in more) for line in shared)
    return len(shared) >= 4 and matched < 0.5 * len(shared)


def _reach(line: Line, words: Sequence[Word]) -> float:
    """How far down the lines below go on without a stop or a gap of more than four lines."""
    bottom = line.bottom
    for other in lines_of(word for word in words if word.middle > line.bottom):
        if other.top - bottom > 4 * line.height or other.is_prose:
            break
        bottom = other.bottom
    return bottom


def _grown(gutter: Box, words: Sequence[Word]) -> Box:
    """The corridor, taken up over titles that it also parts and down over rows that go on without a gap."""
    top, bottom = gutter.top, gutter.bottom
    for line in reversed(lines_of(word for word in words if word.bottom <= gutter.top + 2)):
        sides = {phrase.center < gutter.center for phrase in line.phrases}
        if top - line.bottom > 30 or _crosses(line, gutter) or (len(sides) == 1 and not line.is_caption):
            break
        top = line.top
    for line in lines_of(word for word in words if word.top >= gutter.bottom - 2):
        if line.top - bottom > 1.2 * line.height or _crosses(line, gutter) or line.is_stop:
            break
        bottom = line.bottom
    return Box(gutter.x0, gutter.x1, top - 1, bottom + 1)


def _crosses(line: Line, gutter: Box) -> bool:
    return any(word.x0 < gutter.x1 - 1 and word.x1 > gutter.x0 + 1 for word in line.words)


def _is_empty(gutter: Box, words: Sequence[Word], ruling: Ruling) -> bool:
    middle = gutter.center
    inside = [word for word in words if gutter.top <= word.middle <= gutter.bottom]
    crossing_rules = [rule for rule in ruling.across if gutter.top <= rule.at <= gutter.bottom and rule.start < middle < rule.end]
    crossing_fills = [fill for fill in ruling.fills if fill.x0 < middle < fill.x1 and gutter.top <= fill.middle <= gutter.bottom]
    return not crossing_rules and not crossing_fills and not any(word.x0 < middle < word.x1 for word in inside)


def _has_both_sides(gutter: Box, words: Sequence[Word]) -> bool:
    """True when both sides hold text, and most lines of the right one words: a column of values belongs to its left."""
    inside = [word for word in words if gutter.top <= word.middle <= gutter.bottom]
    right = lines_of(word for word in inside if word.center > gutter.center)
    worded = sum(has_letters(line.text) for line in right)
    return any(word.center < gutter.center for word in inside) and worded > 0.5 * len(right)
