"""Which lines of a table are its header, and where the rows begin.

What the header's cells are called, and which columns they stand over, is decided in `headers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.publications.lines import Line
from extract.publications.tokens import is_figure, look


def split_header(lines: Sequence[Line], bars: Sequence[float]) -> tuple[list[Line], list[Line]]:
    """(header lines, body lines): the header ends before the first line that holds a figure, or with the column numbers.

    Where `bars` rule off more than three rows before the first figure (a form not filled in), only the first is header.
    """
    numbered = [index for index, line in enumerate(lines) if is_column_numbers(line)]
    if numbered:
        return list(lines[: numbered[0] + 1]), list(lines[numbered[0] + 1 :])
    first = next((index for index, line in enumerate(lines) if _opens_body(line)), len(lines))
    first = _body_start(lines, first, bars) if 0 < first < len(lines) else first
    ruled_off = [bar for bar in bars if lines[0].middle < bar < lines[first - 1].middle] if first else []
    if len(ruled_off) > 3:
        first = sum(line.middle < ruled_off[0] for line in lines)
    return list(lines[:first]), list(lines[first:])


def _body_start(lines: Sequence[Line], first: int, bars: Sequence[float]) -> int:
    """Index of the first body line, given the first line with a figure: label lines and section headings above it are body.

    Lines in one row with the first figure belong to it; a section heading is a row of its own, or stands apart from the header.
    """
    if first == 1 and _belongs_below(lines[0], lines[1], lines[0]):
        return 0
    if any(lines[0].middle < bar < lines[first].middle for bar in bars):
        first = max(index for index in range(1, first + 1) if _is_parted(lines[index - 1], lines[index], bars) or index == 1)
        while first > 1 and _opens_section(lines, first - 1) and _is_parted(lines[first - 2], lines[first - 1], bars):
            first -= 1
        return first
    while first > 1 and (_belongs_below(lines[first - 1], lines[first], lines[first - 2]) or _recurs(lines, first - 1)):
        first -= 1
    return first


def _is_parted(above: Line, below: Line, bars: Sequence[float]) -> bool:
    return any(above.middle < bar < below.middle for bar in bars)


def _opens_section(lines: Sequence[Line], index: int) -> bool:
    """True for a line of one phrase that ends left of the values of the row below, or that recurs: a section heading."""
    line, row = lines[index], lines[index + 1]
    values = next((phrase.x0 for phrase in row.phrases[1:] if is_figure(phrase.text)), line.x0)
    return len(line.phrases) == 1 and (line.x1 < values or _recurs(lines, index))


def _recurs(lines: Sequence[Line], index: int) -> bool:
    """True when a line of one phrase without figures has its like further down: same place, same type."""
    line = lines[index]
    if len(line.phrases) > 1 or is_figure(line.text) or not any(map(_opens_body, lines[index + 1 : index + 2])):
        return False
    return any(
        len(other.phrases) == 1
        and not is_figure(other.text)
        and (abs(other.x0 - line.x0) < 1.5 or abs(other.center - line.center) < 1.5)
        and other.words[0].bold == line.words[0].bold
        and abs(other.size - line.size) < 0.3
        for other in lines[index + 2 :]
    )


def is_column_numbers(line: Line) -> bool:
    """True for a row of (1) (2) (3) ..., also (1) (6) (7) on a continuation page, or of bare consecutive numbers."""
    marks = [phrase.text.strip("()[] ") for phrase in line.phrases]
    bracketed = all(look(phrase.text) == "column_number" for phrase in line.phrases)
    if not all(mark.isdecimal() for mark in marks) or len(marks) < 2:
        return bracketed and len(marks) >= 3 and marks == sorted(set(marks))
    numbers = [int(mark) for mark in marks]
    consecutive = len(numbers) >= 3 and all(after - before == 1 for before, after in pairwise(numbers))
    if bracketed:
        return (numbers[0] == 1 and all(after > before for before, after in pairwise(numbers))) or consecutive
    return consecutive and numbers[0] == 1


def _opens_body(line: Line) -> bool:
    """True for a line with a figure right of its first phrase; years and ranges head columns."""
    return any(is_figure(phrase.text) for phrase in line.phrases[1:]) or (len(line.phrases) == 1 and is_figure(line.text))


def _belongs_below(line: Line, below: Line, above: Line) -> bool:
    """True for a wrapped label close above its values, or a section heading set a row's distance below the header."""
    values = next((phrase.x0 for phrase in below.phrases[1:] if is_figure(phrase.text)), below.x1)
    if len(line.phrases) > 1 or line.x1 > values:
        return False
    wrapped = below.top - line.bottom < 0.35 * line.height
    apart = line.middle - above.middle >= below.middle - line.middle - 1 > 1.3 * line.height
    return wrapped or (apart and abs(line.x0 - below.x0) < 4)
