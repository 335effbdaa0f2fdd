"""XLSX through XlsxWriter, with fixed document dates."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from ..model import Cell, Sheet

_MADE = dt.datetime(2026, 10, 1)


def xlsx_bytes(sheets: list[Sheet]) -> bytes:
    """The sheets as an .xlsx file; long numbers stay number cells, texts stay texts."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _MADE})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in sheets:
        _fill(book.add_worksheet(sheet.name), sheet, day)
    next(page for page, sheet in zip(book.worksheets(), sheets, strict=True) if not sheet.hidden).activate()
    book.close()
    return buffer.getvalue()


def _fill(page: Any, sheet: Sheet, day: Any) -> None:
    for top, left, bottom, right in sheet.merges:
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    for (row, column), value in sheet.cells.items():
        _put(page, row - 1, column - 1, value, day)
    if sheet.hidden:
        page.hide()


def _put(page: Any, row: int, column: int, value: Cell, day: Any) -> None:
    if isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), day)
    elif isinstance(value, str):
        page.write_string(row, column, value)
    else:
        page.write_number(row, column, value)
