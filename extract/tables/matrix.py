"""Tick matrices: attendance lists with one column a date and a mark for everyone present.

Recognises the layout and its date columns. What the marks count to is read elsewhere (`transform/attendance.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.tables.cells import BLANK, DATE, MISSING, TICK, SheetView, letter_of
from extract.tables.model import Column

_SHORT_DATE = re.compile(r"\d{1,2}(?:\s+[^\W\d]{3,9}\.?|\s*[/-]\s*\d{1,2})?")
_LEAST_COLUMNS = 2
_LEAST_MARKED = 0.7


def date_columns(view: SheetView, columns: Sequence[Column], records: Sequence[int]) -> list[int]:
    """1-based columns headed by a date and filled with marks; empty where the table is no tick matrix."""
    dated = [column.index for column in columns if any(_is_date(level) for level in column.levels)]
    letters = [view.shapes[row][index - 1] for index in dated for row in records]
    marks = [letter for letter in letters if letter != BLANK]
    ticks = sum(letter == TICK for letter in marks)
    is_matrix = ticks > 0 and sum(letter in (TICK, MISSING) for letter in marks) >= _LEAST_MARKED * len(marks)
    return dated if len(dated) >= _LEAST_COLUMNS and is_matrix else []


def _is_date(level: str) -> bool:
    return letter_of(level) == DATE or _SHORT_DATE.fullmatch(level) is not None
