"""The village profile as labels and values, with the colon in its own column, in the label, or left out."""

from __future__ import annotations

from ..model import Column, Sheet, TableCopy
from .recipe import Recipe


def draw_profile(sheet: Sheet, table: TableCopy, recipe: Recipe, top: int, left: int) -> int:
    """Write one labelled value a row; returns the last row. The record has no row of its own."""
    record = table.rows[0]
    record.sheet = sheet.name
    for offset, column in enumerate(table.columns):
        sheet.put(top + offset, left, _label(column, recipe))
        if recipe.profile == "colon":
            sheet.put(top + offset, left + 1, ":")
        sheet.put(top + offset, left + (2 if recipe.profile == "colon" else 1), record.cells[column.key])
    return top + len(table.columns) - 1


def _label(column: Column, recipe: Recipe) -> str:
    text = column.levels[-1].strip()
    return f"{text} :" if recipe.profile == "same_cell" else text
