"""Where in an area tables are: ruled frames, and stretches of lines whose values stand under each other.

Decides nothing about columns or rows inside a region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.publications.areas import GUTTER, Area, frames_of, painted_rows
from extract.publications.geometry import Box, Interval, Rule, hull, median, overlap
from extract.publications.lines import Line, line_of, lines_of
from extract.publications.ruling import Ruling, merged, within
from extract.publications.tokens import is_figure, look


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


def regions_of(area: Area, carried: Sequence[Interval] = ()) -> list[Region]:
    """The tables of an area, top to bottom: ruled frames first, then value-bearing lines outside them.

    `carried` are the columns of a table that may go on at the top of the area: there even a single row is a table.
    """
    frames = grids_of(area.ruling)
    framed = [region for frame in frames if (region := _framed(frame, area)) is not None]
    used = {id(word) for region in framed for line in region.lines for word in line.words}
    rest = lines_of((word for word in area.words if id(word) not in used), area.ruling.down)
    loose = [_with_header(block, rest, area) for block in _blocks(rest, area, carried)]
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
    """The lines inside a frame as a region; None when it holds fewer than two lines, no line of two phrases, or only a head."""
    ruling = within(area.ruling, frame)
    lines = lines_of((word for word in area.words if frame.covers(word, 1.0)), ruling.down)
    if len(lines) < 2 or not any(len(line.phrases) >= 2 for line in lines) or _is_only_a_head(frame, lines, area):
        return None
    return Region(lines, frame, ruling)


def _is_only_a_head(frame: Box, lines: Sequence[Line], area: Area) -> bool:
    """True for a boxed head over a table whose rows go on below the box without rules."""
    if sum(bool(line.figures) for line in lines) > 1:
        return False
    below = [line for line in lines_of(area.words, area.ruling.down) if line.middle > frame.bottom + 1]
    nearest = below[:1] if below and below[0].top - lines[-1].bottom < 2.5 * below[0].height else []
    return any(line.is_body and not line.is_stop and overlap(line.x0, line.x1, frame.x0, frame.x1) > 0 for line in nearest)


def _blocks(lines: Sequence[Line], area: Area, carried: Sequence[Interval]) -> list[list[Line]]:
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
    ended = [_with_ends(_trimmed(block, area), lines) for block in blocks]
    return [block for block in ended if _is_table(block, area) or (block[0] == lines[0] and _fits(block[0], carried))]


def _trimmed(block: list[Line], area: Area) -> list[Line]:
    """The block without what only stands beside it: outside its paint, in huge type, or right of all rows but one."""
    usual = median([line.size for line in block])
    plain = [line_of(words, line.rules) for line in block if (words := [word for word in line.words if word.size < 1.8 * usual])]
    box = hull(plain)
    frames = [frame for frame in frames_of(area.ruling) if frame.top < box.middle < frame.bottom and _holds(frame, plain)]
    left = max((frame.x0 for frame in frames), default=box.x0) - GUTTER
    right = min((frame.x1 for frame in frames), default=box.x1) + GUTTER
    if len(plain) >= 4:
        right = min(right, sorted(line.x1 for line in plain)[-2] + GUTTER)
    kept = [(line, [word for word in line.words if left < word.center and word.x0 < right]) for line in plain]
    return [line_of(words, line.rules) for line, words in kept if words]


def _holds(frame: Box, lines: Sequence[Line]) -> bool:
    """True when at least four of five lines lie within the frame."""
    inside = sum(frame.x0 - 2 <= line.x0 and line.x1 <= frame.x1 + 2 for line in lines)
    return inside >= 0.8 * len(lines)


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
    return any(frame.top - 2 <= above.middle and below.middle <= frame.bottom + 2 for frame in frames_of(ruling))


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
    return not line.is_caption and not line.is_note and line.x1 < values and line.x0 > min(row.x0 for row in block) - 2


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


def _fits(line: Line, columns: Sequence[Interval]) -> bool:
    """True when the line has at least two figures and stands in the given columns, one phrase in each."""
    homes = [index for phrase in line.phrases for index, (left, right) in enumerate(columns) if left <= phrase.center < right]
    return len(line.figures) >= 2 and len(homes) == len(set(homes)) == len(line.phrases)


def _separators(block: Sequence[Line], ruling: Ruling) -> int:
    box = hull(block).grown(4, 30)
    marks = [
        rule.at
        for rule in ruling.across
        if box.top <= rule.at <= box.bottom and overlap(rule.start, rule.end, box.x0, box.x1) > 0.6 * box.width
    ]
    strips = [
        strip for strip in painted_rows(ruling.fills) if box.top <= strip.middle <= box.bottom and strip.width > 0.6 * box.width
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
    """Lines above a block that head its columns: those close above it, then those between its bars, bar by bar.

    A header without a bar on top ends where lines no longer follow closely or a caption, note or running text stands. Section
    headings between the header and the first row are taken along.
    """
    floors = [bar for bar in bars if bar <= block[0].middle]
    found: list[Line] = []
    for roof, floor in pairwise([block[0].top, *reversed(floors), float("-inf")]):
        between = [line for line in above if floor < line.middle < roof or (roof == block[0].top and floor < line.middle)]
        if between and (any(line.is_stop for line in between) or floor == float("-inf")):
            found = [*_close_above(block, between, min([roof, *(line.top for line in found)])), *found]
            break
        if not all(_is_label_part(line, block) for line in between) and not _heads_columns(between, block):
            break
        found = [*between, *found]
    while found and len(found[0].phrases) == 1 and _is_label_part(found[0], block):
        found = found[1:]
    return found


def _heads_columns(lines: Sequence[Line], block: Sequence[Line]) -> bool:
    """True when the lines stand over more than one place, or over the values alone."""
    label_end = median([line.phrases[0].x1 for line in block if line.is_body])
    return any(len(line.phrases) > 1 or line.x0 > label_end for line in lines)


def _close_above(block: Sequence[Line], above: Sequence[Line], top: float) -> list[Line]:
    """Lines that follow each other upwards from `top` without a wide gap and stand over the block's columns."""
    body = hull(block)
    label_end = median([line.phrases[0].x1 for line in block if line.is_body])
    spacing = median([after.top - before.bottom for before, after in pairwise(line for line in block if line.is_body)])
    found: list[Line] = []
    for line in reversed(above):
        heads = len(line.phrases) >= 2 or (line.x0 > label_end and line.width < 0.7 * body.width) or _is_label_part(line, block)
        gap = min(top, *(other.top for other in found)) - line.bottom if found else top - line.bottom
        if line.is_stop or not heads or gap > max(1.3 * line.height, 1.2 * spacing):
            break
        found.insert(0, line)
    return found


def full_bars(ruling: Ruling, body: Box) -> list[float]:
    """Heights at which rules and edges of painted cells together run over most of the body's width."""
    edges = [Rule(at, fill.x0, fill.x1) for fill in ruling.fills for at in (fill.top, fill.bottom)]
    bars = merged([*ruling.across, *edges])
    return [bar.at for bar in bars if overlap(bar.start, bar.end, body.x0, body.x1) > 0.75 * body.width]
