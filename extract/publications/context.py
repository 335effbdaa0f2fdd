"""What stands around a table: its title above, its notes below.

Only finds and cleans the lines; what they mean for the figures is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.publications.geometry import Box
from extract.publications.lines import Line, Phrase
from extract.publications.tokens import mentions, starts_with

_FAR = 8
"""Lines above a table within which its caption is looked for, past running text if need be."""
_NEAR = 2.5
"""Line heights between a table and what stands right above or below it."""


def title_above(box: Box, lines: Sequence[Line], charts: Sequence[Box]) -> list[Line]:
    """The title lines of the table in `box`, top to bottom: from the nearest caption, else the lines close above it.

    Where a chart stands right above a table without lines between, both have the title above the chart.
    """
    above = [line for line in lines if line.middle < box.top and line.x0 < box.x1 and line.x1 > box.x0]
    near = _unbroken(above[-_FAR:], box.top)
    for index in range(len(near) - 1, -1, -1):
        if starts_with(near[index].text, "title") or starts_with(near[index].text, "continued"):
            return _caption(near, index)
    found = _close_heading(near, box.top)
    between = [chart for chart in charts if chart.bottom <= box.top + 2 and chart.x0 < box.x1 and chart.x1 > box.x0]
    if found or not between or box.top - max(chart.bottom for chart in between) > 60:
        return found
    chart = max(between, key=lambda chart: chart.bottom)
    return title_above(chart, lines, [other for other in charts if other is not chart])


def _unbroken(lines: Sequence[Line], top: float) -> list[Line]:
    """The lines reached from the table upwards without a gap of more than seven lines, a note or a figure's caption."""
    kept: list[Line] = []
    for line in reversed(lines):
        lowest = kept[0].top if kept else top
        if lowest - line.bottom > 7 * line.height or line.is_note or starts_with(line.text, "figure"):
            break
        kept.insert(0, line)
    return kept


def _caption(near: Sequence[Line], index: int) -> list[Line]:
    """The lines of the caption whose word ("Tabel") stands in line `index`: those beside it and those that go on in its type.

    In yearbooks "Tabel" over "Table" stands left of a title of several lines, which may begin above it.
    """
    base = near[index]
    first = index
    while first > 0 and near[first - 1].bottom > near[first].top - 2 and _is_beside(near[first - 1], base):
        first -= 1
    found = list(near[first : index + 1])
    for line in near[index + 1 :]:
        beside = line.x0 > base.x0 + 20 or line.top < base.bottom
        same = abs(line.size - base.size) < 0.8 and line.words[0].bold == base.words[0].bold
        if line.top - found[-1].bottom > 0.9 * line.height or not (
            beside or (same and (line.words[0].bold or not line.is_prose))
        ):
            break
        found.append(line)
    return found


def _is_beside(line: Line, base: Line) -> bool:
    """True for a line right of the caption's word, or another line of caption words."""
    return line.x0 > base.x0 + 20 or line.is_caption


def _close_heading(near: Sequence[Line], top: float) -> list[Line]:
    """Up to three heading lines without a caption's word: not running text, no wider gap between them than above the table."""
    found: list[Line] = []
    for index in range(len(near) - 1, -1, -1):
        line, above = near[index], near[index - 1] if index else None
        lowest = found[0].top if found else top
        ends_prose = above is not None and above.is_prose and _goes_on(above, line)
        heading = line.words[0].bold or line.text.isupper() or not (line.is_prose or ends_prose)
        if not heading or len(found) == 3 or lowest - line.bottom > (1.2 if found else 3.5) * line.height:
            break
        found.insert(0, line)
    return found


def _goes_on(above: Line, line: Line) -> bool:
    """True for the next line of one piece of text: same type, close below, beginning at the same place."""
    same_type = abs(above.size - line.size) < 0.3 and above.words[0].bold == line.words[0].bold
    return same_type and line.top - above.bottom < 0.8 * line.height and abs(line.x0 - above.x0) < 2


def is_caption(line: Line) -> bool:
    """True for a line that calls itself a table's title, or is set off as one and says what a table is broken down by."""
    if starts_with(line.text, "title"):
        return True
    return mentions(line.text, "breakdown") and line.words[0].bold and not (line.is_note or line.is_body)


def captions_stand_below(tables: Sequence[Box], lines: Sequence[Line]) -> int:
    """How many more tables of a page have a caption right below than right above; negative where captions stand above."""
    votes = 0
    captions = [line for line in lines if is_caption(line)]
    for box in tables:
        over = [line for line in captions if line.x0 < box.x1 and line.x1 > box.x0]
        votes += any(0 <= line.top - box.bottom < _NEAR * line.height for line in over)
        votes -= any(-2 <= box.top - line.bottom < _NEAR * line.height for line in over)
    return votes


def caption_below(box: Box, lines: Sequence[Line]) -> list[Line]:
    """The caption right below a table, with the lines it goes on over; none where something else stands there."""
    below = [line for line in lines if line.middle > box.bottom and line.x0 < box.x1 and line.x1 > box.x0]
    if not below or not is_caption(below[0]) or below[0].top - box.bottom > _NEAR * below[0].height:
        return []
    found = below[:1]
    for line in below[1:]:
        if line.is_note or line.is_caption or not _goes_on(found[-1], line):
            break
        found.append(line)
    return found


def caption_left_over(tables: Sequence[Box], lines: Sequence[Line]) -> list[Line]:
    """The caption that ends a page below all its tables: its own table begins the next page."""
    floor = max((box.bottom for box in tables), default=0.0)
    below = [line for line in lines if line.middle > floor]
    first = next((index for index in range(len(below) - 1, -1, -1) if starts_with(below[index].text, "title")), len(below))
    return below[first:] if len(below) - first <= 3 else []


def title_texts(title: Sequence[Line]) -> list[str]:
    """The title line by line; what stands left of a title of several lines ("Tabel 2.4.2 Table") comes first, without "Table"."""
    label = next(
        (line.phrases[0] for line in title if line.is_caption and len(line.phrases) > 1 and len(line.phrases[0].text) < 14), None
    )
    if label is None:
        return [line.text for line in title]
    left = [word for line in title for word in line.words if word.center < label.x1 + 2 or word.x1 < _text_start(title, label)]
    right = [" ".join(word.text for word in line.words if word not in left) for line in title]
    marks = [
        word.text for word in sorted(left, key=lambda word: (word.text.lower() not in ("tabel", "table"), word.top, word.x0))
    ]
    return [" ".join(marks[:1] + [mark for mark in marks[1:] if mark.lower() not in ("tabel", "table")]), *filter(None, right)]


def _text_start(title: Sequence[Line], label: Phrase) -> float:
    """Left edge of the text that stands right of the caption's label."""
    return min(phrase.x0 for line in title if line.is_caption for phrase in line.phrases if phrase.x0 > label.x1)


def notes_below(box: Box, lines: Sequence[Line]) -> list[Line]:
    """The lines right below a table that say its source, unit or reservations."""
    below = [line for line in lines if line.middle > box.bottom and line.x0 < box.x1 and line.x1 > box.x0]
    found: list[Line] = []
    bottom = box.bottom
    for line in below[:6]:
        if line.is_caption or line.top - bottom > _NEAR * line.height or not (line.is_note or found):
            break
        if found and not line.is_note and (line.top - bottom > 0.8 * line.height or abs(line.size - found[0].size) > 0.5):
            break
        found.append(line)
        bottom = line.bottom
    return found
