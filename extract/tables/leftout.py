"""Sheets that hold no report: hidden ones, instructions and examples, lists for drop-downs, our own list of corrections."""

from __future__ import annotations

import re

from expectations.labels import plain
from extract.tables.cells import NUMBER, TEXT, SheetView
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.words import begins_with, words

_NUMBERED_NAME = re.compile(r"[\s_\-.()0-9]+$")
_MOST_FIGURES = 0.1


def reason_to_leave_out(view: SheetView, vocabulary: HeaderVocabulary) -> str | None:
    """The rule under which a sheet is not read; None for a sheet to read."""
    if view.grid.hidden:
        return "sheet_hidden"
    first = next((view.first_text(row) for row, fill in enumerate(view.fills) if fill), None)
    if first is None:
        return "sheet_empty"
    if begins_with(view.grid.name, words().instruction_sheets):
        return "sheet_of_instructions"
    if begins_with(view.grid.name, words().correction_sheets) and plain(first) in words().correction_titles:
        return "sheet_of_corrections"
    if begins_with(first, words().examples) and plain(view.grid.name) not in vocabulary.sheet_words:
        return "sheet_of_instructions"
    return "sheet_of_lists" if _is_list_sheet(view) else None


def _is_list_sheet(view: SheetView) -> bool:
    """Whether a sheet named like a list holds hardly anything but short texts, as lists for drop-downs do."""
    name = _NUMBERED_NAME.sub("", view.grid.name)
    if plain(name) not in words().list_sheets and not begins_with(name, words().list_sheets):
        return False
    letters = "".join(view.shapes)
    return letters.count(NUMBER) <= _MOST_FIGURES * max(letters.count(TEXT), 1)
