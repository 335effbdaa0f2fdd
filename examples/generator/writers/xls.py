"""XLS (97-2004) through xlwt."""

from __future__ import annotations

import datetime as dt
import io

import xlwt

from ..model import Sheet


def xls_bytes(sheets: list[Sheet]) -> bytes:
    """The sheets as an .xls file."""
    book = xlwt.Workbook()
    day, plain = xlwt.easyxf(num_format_str="DD/MM/YYYY"), xlwt.Style.default_style
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for top, left, bottom, right in sheet.merges:
            page.merge(top - 1, bottom - 1, left - 1, right - 1)
        for (row, column), value in sheet.cells.items():
            page.write(row - 1, column - 1, value, day if isinstance(value, dt.date) else plain)
        page.visibility = int(sheet.hidden)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
