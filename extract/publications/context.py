"""What stands around a table: its title above, its notes below.

Only finds and cleans the lines; what they mean for the figures is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.publications.geometry import Box
from extract.publications.lines import Line
from extract.publications.tokens import starts_with

_FAR = 8
"""Lines above a table within which its caption is looked for, past running text if need be."""


def title_above(box: Box, lines: Sequence[Line]) -> list[Line]:
    """The title lines of the table in `box`, top to bottom: from the nearest caption, else the lines close above it."""
    above = [line for line in lines if line.middle < box.top and line.x0 < box.x1 and line.x1 > box.x0]
    near = _unbroken(above[-_FAR:], box.top)
    for index in range(len(near) - 1, -1, -1):
        if starts_with(near[index].text, "title") or starts_with(near[index].text, "continued"):
            return _caption(near[index:])
    return _close_heading(near, box.top)


def _unbroken(lines: Sequence[Line], top: float) -> list[Line]:
    """The lines reached from the table upwards without a gap of more than four lines, a note or a figure's caption."""
    kept: list[Line] = []
    for line in reversed(lines):
        lowest = kept[0].top if kept else top
        if lowest - line.bottom > 4 * line.height or line.is_note or starts_with(line.text, "figure"):
            break
        kept.insert(0, line)
    return kept


def _caption(lines: Sequence[Line]) -> list[Line]:
    """The caption's first line and those that go on in its type, close below; a yearbook's number may stand left of the text."""
    found = [lines[0]]
    for before, line in pairwise(lines):
        same = abs(line.size - found[0].size) < 0.8 and line.words[0].bold == found[0].words[0].bold
        beside = line.x0 > found[0].x0 + 20 or line.top < found[0].bottom
        if line.top - before.bottom > 0.9 * line.height or line.is_prose and not beside or not (same or beside):
            break
        found.append(line)
    return found


def _close_heading(near: Sequence[Line], top: float) -> list[Line]:
    """Up to three heading lines without a caption's word: not running text, no wider gap between them than above the table."""
    found: list[Line] = []
    for line in reversed(near):
        lowest = found[0].top if found else top
        if line.is_prose or len(found) == 3 or lowest - line.bottom > (1.2 if found else 3.5) * line.height:
            break
        found.insert(0, line)
    return found


def notes_below(box: Box, lines: Sequence[Line]) -> list[Line]:
    """The lines right below a table that say its source, unit or reservations."""
    below = [line for line in lines if line.middle > box.bottom and line.x0 < box.x1 and line.x1 > box.x0]
    found: list[Line] = []
    bottom = box.bottom
    for line in below[:6]:
        if line.is_caption or line.top - bottom > 2.5 * line.height or not (line.is_note or found):
            break
        if found and not line.is_note and (line.top - bottom > 0.8 * line.height or abs(line.size - found[0].size) > 0.5):
            break
        found.append(line)
        bottom = line.bottom
    return found
