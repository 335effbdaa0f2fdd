"""Bytes of each file format, the same bytes for the same book on every run."""

from __future__ import annotations

from collections.abc import Callable

from ..layouts.recipe import Recipe
from ..model import Sheet
from .delimited import csv_bytes
from .html import html_bytes
from .ods import ods_bytes
from .xls import xls_bytes
from .xlsx import xlsx_bytes

_BOOKS: dict[str, Callable[[list[Sheet]], bytes]] = {"xlsx": xlsx_bytes, "xls": xls_bytes, "ods": ods_bytes}
_SINGLE: dict[str, Callable[[Sheet, Recipe], bytes]] = {"csv": csv_bytes, "html": html_bytes}
ENDINGS = {"xlsx": "xlsx", "xls": "xls", "ods": "ods", "csv": "csv", "html": "xls"}


def holds_one_sheet(recipe: Recipe) -> bool:
    """Whether a file of this format is a single table, so that a report becomes several files."""
    return recipe.format in _SINGLE


def book_bytes(sheets: list[Sheet], recipe: Recipe) -> bytes:
    """The file of all these sheets; a format of one sheet takes exactly one. Raises ValueError otherwise."""
    if recipe.format in _BOOKS:
        return _BOOKS[recipe.format](sheets)
    (sheet,) = sheets
    return _SINGLE[recipe.format](sheet, recipe)
