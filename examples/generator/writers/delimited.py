"""CSV in the encodings and delimiters Indonesian offices use.

Every row has all delimiters, so an empty row is still a record. An old code page has no full-width digits and no check marks:
their plain forms are written, which mean the same.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata

from ..layouts.recipe import Recipe
from ..model import Cell, Sheet


def csv_bytes(sheet: Sheet, recipe: Recipe) -> bytes:
    """The sheet as delimited text. Raises UnicodeEncodeError for a character the encoding cannot say at all."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=recipe.delimiter, lineterminator="\r\n")
    for row in range(1, sheet.bottom + 1):
        writer.writerow([shown(sheet.cells.get((row, column))) for column in range(1, sheet.width + 1)])
    text = buffer.getvalue()
    return (text if recipe.encoding.startswith("utf") else _plain(text)).encode(recipe.encoding)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate({ord("√"): "v", ord("✓"): "v"})


def shown(value: Cell) -> str:
    """A cell as a spreadsheet program shows it."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return str(value)
