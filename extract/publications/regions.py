"""Where on a page tables are: ruled frames, and stretches of lines whose values stand under each other.

Also keeps tables that stand side by side apart. Decides nothing about columns or rows inside a region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.publications.geometry import Box, Fill, Rule, Word, hull, median, overlap
from extract.publications.lines import Line, Phrase, line_of, lines_of
from extract.publications.ruling import Ruling, merged, within
from extract.publications.tokens import has_letters, is_figure, look, starts_with

_GUTTER = 8.0
"""Points: tables side by side stand at least this far apart."""


@dataclass(slots=True)
class Area:
    """A part of a page that is read top to bottom: its words and its ruling."""

    words: list[Word]
    ruling: Ruling


@dataclass(slots=True)
class Region:
    """The lines of one table, header included. `frame` is the ruled box around it, if it has one."""

    lines: list[Line]
    frame: Box | None = None
    ruling: Ruling = field(default_factory=Ruling)

    @property
    def box(self) -> Box:
        """The frame, or the box around the lines."""
        return self.frame or hull(self.lines)


# --- side by side ------------------------------------------------------------------------------------------------------


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
    frames = _frames(ruling)
    pairs = [(one, other) for one in frames for other in frames if other.x0 - one.x1 >= _GUTTER and _beside(one, other)]
    found = [Box(one.x1, other.x0, min(one.top, other.top), max(one.bottom, other.bottom)) for one, other in pairs]
    found += [*_unruled_gutters(words), *_flow_gutters(words)]
    grown = (_grown(gutter, words) for gutter in found)
    return [gutter for gutter in grown if _is_empty(gutter, words, ruling) and _has_both_sides(gutter, words)]


def _beside(one: Box, other: Box) -> bool:
    return overlap(one.top, one.bottom, other.top, other.bottom) > 20


def _frames(ruling: Ruling) -> list[Box]:
    """Stacks of rules and painted rows that share their left and right ends."""
    marks = [Box(rule.start, rule.end, rule.at, rule.at) for rule in ruling.across if rule.length > 40]
    marks += _painted_rows(ruling.fills)
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


def _painted_rows(fills: Sequence[Fill]) -> list[Box]:
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
        for second in [*starts[1:], *numbers[1:], *_second_heads(line, words)]:
            left_edge = max(word.x1 for word in line.words if word.x1 <= second.x0)
            reach = _reach(line, words)
            inside = [word for word in words if line.top - 1 <= word.middle <= reach and word.x0 < second.center]
            wall = max((word.x1 for word in inside if word.x1 <= second.x0 + 2), default=left_edge)
            right_wall = min(
                (word.x0 for word in words if line.top - 1 <= word.middle <= reach and word.x0 >= wall), default=second.x0
            )
            if right_wall - wall >= _GUTTER and right_wall > second.x0 - 40:
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
            (word for word in words if word.x0 < at + _GUTTER / 2 and word.x1 > at - _GUTTER / 2), key=lambda word: word.top
        )
        walls = [page.top - 1, *(word.middle for word in crossing), page.bottom + 1]
        stretches = [(top, bottom) for top, bottom in pairwise(walls) if bottom - top > 60]
        found += [
            Box(at - _GUTTER / 2, at + _GUTTER / 2, top, bottom)
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
    inside = [word for word in words if gutter.top <= word.middle <= gutter.bottom]
    return any(word.center < gutter.center for word in inside) and any(word.center > gutter.center for word in inside)


# --- tables in an area -------------------------------------------------------------------------------------------------


def regions_of(area: Area) -> list[Region]:
    """The tables of an area, top to bottom: ruled frames first, then value-bearing lines outside them."""
    frames = grids_of(area.ruling)
    framed = [region for frame in frames if (region := _framed(frame, area)) is not None]
    used = {id(word) for region in framed for line in region.lines for word in line.words}
    rest = lines_of((word for word in area.words if id(word) not in used), area.ruling.down)
    loose = [_with_header(block, rest, area) for block in _blocks(rest, area)]
    return sorted([*framed, *loose], key=lambda region: (region.box.top, region.box.x0))


def grids_of(ruling: Ruling) -> list[Box]:
    """Boxes of rules that cross: at least three vertical ends of one rule set and two horizontal ones."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for down in ruling.down:
        across = [rule for rule in ruling.across if _meet(down, rule)]
        touching = [group for group in groups if any(rule in group[1] for rule in across)]
        groups = [group for group in groups if group not in touching]
        downs = [down, *(rule for group in touching for rule in group[0])]
        acrosses = [*across, *(rule for group in touching for rule in group[1] if rule not in across)]
        groups.append((downs, acrosses))
    boxes = [_grid_box(downs, acrosses) for downs, acrosses in groups if len(acrosses) >= 2]
    return [
        box
        for box, downs in zip(boxes, [group[0] for group in groups if len(group[1]) >= 2], strict=True)
        if _has_columns(box, downs)
    ]


def _meet(down: Rule, across: Rule) -> bool:
    return across.start - 3 <= down.at <= across.end + 3 and down.start - 3 <= across.at <= down.end + 3


def _grid_box(downs: Sequence[Rule], acrosses: Sequence[Rule]) -> Box:
    return Box(
        min([rule.start for rule in acrosses] + [rule.at for rule in downs]),
        max([rule.end for rule in acrosses] + [rule.at for rule in downs]),
        min([rule.at for rule in acrosses] + [rule.start for rule in downs]),
        max([rule.at for rule in acrosses] + [rule.end for rule in downs]),
    )


def _has_columns(box: Box, downs: Sequence[Rule]) -> bool:
    """True when a rule inside the box runs over at least a third of its height."""
    return any(box.x0 + 5 < rule.at < box.x1 - 5 and rule.length > box.height / 3 for rule in downs)


def _framed(frame: Box, area: Area) -> Region | None:
    """The lines inside a frame as a region; None when it holds fewer than two lines or no line of two phrases."""
    ruling = within(area.ruling, frame)
    lines = lines_of((word for word in area.words if frame.covers(word, 1.0)), ruling.down)
    if len(lines) < 2 or not any(len(line.phrases) >= 2 for line in lines):
        return None
    return Region(lines, frame, ruling)


def _blocks(lines: Sequence[Line], area: Area) -> list[list[Line]]:
    """Runs of body lines that stand under each other, with the lines of words between them."""
    blocks: list[list[Line]] = []
    between: list[Line] = []
    for line in lines:
        if blocks and line.is_body and _continues(blocks[-1], between, line, area):
            blocks[-1] += [*between, line]
        elif line.is_body and not line.is_stop:
            blocks.append([line])
        else:
            between.append(line)
            continue
        between = []
    return [block for block in (_with_ends(_trimmed(block, area), lines) for block in blocks) if _is_table(block, area)]


def _trimmed(block: list[Line], area: Area) -> list[Line]:
    """The block without what only stands beside it: outside its paint, in huge type, or right of all rows but one."""
    usual = median([line.size for line in block])
    plain = [line_of(words, line.rules) for line in block if (words := [word for word in line.words if word.size < 1.8 * usual])]
    box = hull(plain)
    frames = [frame for frame in _frames(area.ruling) if frame.top < box.middle < frame.bottom and frame.width > 0.4 * box.width]
    left = min((frame.x0 for frame in frames), default=box.x0) - _GUTTER
    right = max((frame.x1 for frame in frames), default=box.x1) + _GUTTER
    if len(plain) >= 4:
        right = min(right, sorted(line.x1 for line in plain)[-2] + _GUTTER)
    kept = [(line, [word for word in line.words if left < word.center and word.x0 < right]) for line in plain]
    return [line_of(words, line.rules) for line, words in kept if words]


def _continues(block: Sequence[Line], between: Sequence[Line], line: Line, area: Area) -> bool:
    """True when `line` goes on with the block above it."""
    if any(other.is_stop and not _is_label_part(other, block) for other in between) or line.is_stop:
        return False
    pitches = [after.middle - before.middle for before, after in pairwise(block)]
    pitch = median(pitches, 2.2 * line.height)
    gap = max(after.top - before.bottom for before, after in pairwise([block[-1], *between, line]))
    framed = _shares_frame(block[-1], line, area.ruling)
    if gap > max(1.8 * pitch, 2.5 * line.height) and not (framed and gap < 60):
        return False
    return any(_aligned(line, other) for other in reversed(block[-6:]))


def _shares_frame(above: Line, below: Line, ruling: Ruling) -> bool:
    """True when some painted strip or rule of one extent frames both lines."""
    return any(frame.top - 2 <= above.middle and below.middle <= frame.bottom + 2 for frame in _frames(ruling))


def _aligned(line: Line, other: Line) -> bool:
    """True when a value of one stands under a value (or its column head) of the other."""
    return any(
        overlap(one.x0, one.x1, two.x0, two.x1) > 0.4 * min(one.width, two.width) or abs(one.x1 - two.x1) < 2
        for one in line.phrases[1:]
        for two in other.phrases[1:]
    )


def _is_label_part(line: Line, block: Sequence[Line]) -> bool:
    """True for words that stay in the label column of a block: a long label over several lines reads like running text."""
    rows = [row for row in block if row.is_body]
    values = min(phrase.x0 for row in rows for phrase in row.phrases[1:] if is_figure(phrase.text) or look(phrase.text) == "year")
    return not line.is_caption and not line.is_note and line.x1 < values and line.x0 > min(row.x0 for row in rows) - 2


def _with_ends(block: list[Line], lines: Sequence[Line]) -> list[Line]:
    """The block with the lines close above and below it that its first and last labels wrap over."""
    done = list(block)
    for line in [line for line in lines if line.middle > block[-1].middle]:
        if line.top - done[-1].bottom > 0.35 * line.height or len(line.phrases) > 1 or not _is_label_part(line, block):
            break
        done.append(line)
    for line in reversed([line for line in lines if line.middle < block[0].middle]):
        if done[0].top - line.bottom > 0.35 * line.height or len(line.phrases) > 1 or not _is_label_part(line, block):
            break
        done.insert(0, line)
    return done


def _is_table(block: Sequence[Line], area: Area) -> bool:
    """At least two rows with figures; one is enough where rules or paint frame it."""
    rows = sum(bool(line.figures) for line in block if line.is_body)
    return rows >= 2 or (rows == 1 and _separators(block, area.ruling) >= 2)


def _separators(block: Sequence[Line], ruling: Ruling) -> int:
    box = hull(block).grown(4, 30)
    marks = [
        rule.at
        for rule in ruling.across
        if box.top <= rule.at <= box.bottom and overlap(rule.start, rule.end, box.x0, box.x1) > 0.6 * box.width
    ]
    strips = [
        strip for strip in _painted_rows(ruling.fills) if box.top <= strip.middle <= box.bottom and strip.width > 0.6 * box.width
    ]
    return len(marks) + 2 * len(strips)


def _with_header(block: list[Line], lines: Sequence[Line], area: Area) -> Region:
    """The block with the header lines above it."""
    body = hull(block)
    above = [line for line in lines if line.middle < block[0].middle and line not in block]
    near = [line for line in above if line.x1 > body.x0 - 20 and line.x0 < body.x1 + 20]
    header = _header_lines(block, near, full_bars(area.ruling, body))
    return Region([*header, *block], None, within(area.ruling, hull([*header, *block]).grown(12, 6)))


def _header_lines(block: Sequence[Line], above: Sequence[Line], bars: Sequence[float]) -> list[Line]:
    """Lines above a block that head its columns: those close above it, then those between its bars, bar by bar."""
    floors = [bar for bar in bars if bar <= block[0].middle]
    header = _close_above(block, [line for line in above if not floors or line.middle > floors[-1]])
    for roof, floor in pairwise(reversed(floors)):
        between = [line for line in above if floor < line.middle < roof]
        if any(line.is_stop for line in between) or (between and not _heads_columns(between, block)):
            return header
        header = [*between, *header]
    open_above = [line for line in above if floors and line.middle < floors[0]]
    return header if header else _close_above(block, open_above)


def _heads_columns(lines: Sequence[Line], block: Sequence[Line]) -> bool:
    """True when the lines stand over more than one place, or over the values alone."""
    label_end = median([line.phrases[0].x1 for line in block if line.is_body])
    return any(len(line.phrases) > 1 or line.x0 > label_end for line in lines)


def _close_above(block: Sequence[Line], above: Sequence[Line]) -> list[Line]:
    """Lines that follow each other upwards without a wide gap and stand over the columns of the block."""
    body = hull(block)
    label_end = median([line.phrases[0].x1 for line in block if line.is_body])
    spacing = median([after.top - before.bottom for before, after in pairwise(block)])
    header: list[Line] = []
    for line in reversed(above):
        heads = len(line.phrases) >= 2 or (line.x0 > label_end and line.width < 0.7 * body.width)
        if line.is_stop or not heads or (header or block)[0].top - line.bottom > max(1.3 * line.height, 1.2 * spacing):
            break
        header.insert(0, line)
    return header


def full_bars(ruling: Ruling, body: Box) -> list[float]:
    """Heights at which rules and edges of painted cells together run over most of the body's width."""
    edges = [Rule(at, fill.x0, fill.x1) for fill in ruling.fills for at in (fill.top, fill.bottom)]
    bars = merged([*ruling.across, *edges])
    return [bar.at for bar in bars if overlap(bar.start, bar.end, body.x0, body.x1) > 0.75 * body.width]
