"""Small workbooks made in memory, one function a format, for the reader's tests."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

NIK_AS_TEXT = "3502180101900001"
NIK_AS_NUMBER = 3502180101900001
DAY = dt.date(2026, 10, 3)


def xlsx(fill: Callable[[Any], None], **options: Any) -> bytes:
    """An xlsx whose workbook `fill` writes with xlsxwriter."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(workbook)
    workbook.close()
    return buffer.getvalue()


def plain_xlsx(rows: list[list[Any]], sheet: str = "DATA") -> bytes:
    """An xlsx of one sheet with these rows."""

    def fill(workbook: Any) -> None:
        worksheet = workbook.add_worksheet(sheet)
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    worksheet.write_datetime(number, column, dt.datetime(value.year, value.month, value.day), day)
                elif isinstance(value, str):
                    worksheet.write_string(number, column, value)
                else:
                    worksheet.write(number, column, value)

    return xlsx(fill)


def plain_xls(rows: list[list[Any]], sheet: str = "DATA") -> bytes:
    """An xls of one sheet with these rows."""
    workbook = xlwt.Workbook()
    worksheet = workbook.add_sheet(sheet)
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            worksheet.write(number, column, value, *([day] if isinstance(value, dt.date) else []))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def plain_ods(rows: list[list[Any]], sheet: str = "DATA") -> bytes:
    """An ods of one sheet with these rows."""
    document = OpenDocumentSpreadsheet()
    table = Table(name=sheet)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _ods_cell(value: Any) -> TableCell:
    if isinstance(value, dt.date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=repr(value))
    cell = TableCell(valuetype="string") if value else TableCell()
    if value:
        cell.addElement(P(text=value))
    return cell


def merged_ods(text: str, height: int, width: int) -> bytes:
    """An ods whose first cell spans `height` rows and `width` columns, with a filled cell below."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="DATA")
    for number in range(height):
        line = TableRow()
        if number == 0:
            cell = TableCell(valuetype="string", numberrowsspanned=height, numbercolumnsspanned=width)
            cell.addElement(P(text=text))
            line.addElement(cell)
        line.addElement(CoveredTableCell(numbercolumnsrepeated=width - (number == 0)))
        table.addElement(line)
    last = TableRow()
    last.addElement(TableCell(numbercolumnsrepeated=width - 1))
    last.addElement(_ods_cell("akhir"))
    table.addElement(last)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def flat_ods(table_rows: str, *, name: str = "DATA", styles: str = "", style: str = "") -> bytes:
    """A flat ods with hand-written rows."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text", "style")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="{name}" table:style-name="{style}">{table_rows}</table:table>'
        "</office:spreadsheet></office:body></office:document>"
    ).encode()


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The zip `data` with some parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()
