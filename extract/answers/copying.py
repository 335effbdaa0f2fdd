"""Any workbook as an xlsx with the same cells at the same addresses, for formats whose files cannot be marked themselves.

Sheets, merged cells and what is hidden stay; formats and formulas are not known here and are not kept.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from extract.answers.columns import DATE, TEXT
from extract.grid import CellValue, Grid

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CREATED = dt.datetime(2000, 1, 1)
_FONT = {"font_name": "Calibri", "font_size": 11}


def copied(grids: Sequence[Grid]) -> tuple[bytes, dict[str, str]]:
    """An xlsx of these sheets, and the name each sheet has in it (the format forbids some). No sheet gives an empty one."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    formats = {name: book.add_format({**_FONT, "num_format": name}) for name in (TEXT, DATE, "hh:mm:ss")}
    names: dict[str, str] = {}
    for grid in grids:
        names[grid.name] = _allowed_name(grid.name, {name.casefold() for name in names.values()})
        _copy(grid, book.add_worksheet(names[grid.name]), formats)
    book.close()
    return buffer.getvalue(), names


def _allowed_name(name: str, taken: set[str]) -> str:
    """The sheet name as near to the original as the format allows: 31 UTF-16 units, no brackets, no two alike."""
    base = _FORBIDDEN.sub("-", name).strip("'")
    candidate, number = _cut(base, "") or "Lembar", 1
    while candidate.casefold() in taken:
        number += 1
        candidate = _cut(base, f" ({number})")
    return candidate


def _cut(name: str, ending: str) -> str:
    while len((name + ending).encode("utf-16-le")) // 2 > _LONGEST_NAME:
        name = name[:-1]
    return name.strip("'") + ending


def _copy(grid: Grid, sheet: Any, formats: dict[str, Any]) -> None:
    covered = {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    for top, left, bottom, right in grid.merges:
        sheet.merge_range(top, left, bottom, right, "")
    for number, row in enumerate(grid.cells):
        for column, value in enumerate(row):
            if value != "" and (number, column) not in covered:
                _write(sheet, number, column, value, formats)
    sheet.autofit()
    if grid.hidden:
        sheet.hide()


def _write(sheet: Any, row: int, column: int, value: CellValue, formats: dict[str, Any]) -> None:
    """One cell in its own type; text stays text, so that a NIK typed over it keeps its digits."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, formats[TEXT])
    elif isinstance(value, dt.time | dt.timedelta):
        sheet.write_datetime(row, column, value, formats["hh:mm:ss"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, formats[DATE])
    else:
        sheet.write_number(row, column, value)
