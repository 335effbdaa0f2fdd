"""Sheets that hold no report: hidden ones, instructions and examples, lists for drop-downs."""

from __future__ import annotations

import re

from expectations.labels import plain
from extract.grid import Grid
from extract.tables.cells import NUMBER, TEXT, SheetView
from extract.tables.words import begins_with, words

_NUMBERED_NAME = re.compile(r"[\s_\-.()0-9]+$")
_MOST_FIGURES = 0.1


def reason_to_leave_out(grid: Grid) -> str | None:
    """The rule under which a sheet is not read, from its name and visibility; None for a sheet to read."""
    if grid.hidden:
        return "sheet_hidden"
    if begins_with(grid.name, words().instruction_sheets):
        return "sheet_of_instructions"
    return None


def is_list_sheet(view: SheetView) -> bool:
    """Whether a sheet named like a list holds hardly anything but short texts, as lists for drop-downs do."""
    name = _NUMBERED_NAME.sub("", view.grid.name)
    if plain(name) not in words().list_sheets and not begins_with(name, words().list_sheets):
        return False
    letters = "".join(view.shapes)
    return letters.count(NUMBER) <= _MOST_FIGURES * max(letters.count(TEXT), 1)
