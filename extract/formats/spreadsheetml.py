"""SpreadsheetML 2003: one XML file with sheets, still written by older reporting tools and saved as .xls or .xml."""

from __future__ import annotations

import datetime as dt
from typing import Any

from extract.formats.canvas import Canvas
from extract.formats.cells import check_sheet_count
from extract.formats.limits import MAX_CELLS
from extract.formats.refusals import corrupt
from extract.formats.xml_tree import elements
from extract.grid import CellValue, Grid

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_SHEET, _ROW, _CELL, _DATA = f"{_SS}Worksheet", f"{_SS}Row", f"{_SS}Cell", f"{_SS}Data"
_VISIBLE = f"{_EXCEL}Visible"


def read_spreadsheetml(data: bytes) -> list[Grid]:
    """All worksheets. Numbers are float, dates datetime, errors the empty string. Raises CatalogueError `file_corrupt`."""
    grids: list[Grid] = []
    canvas, row, left, hidden = Canvas(""), 0, MAX_CELLS, False
    for event, element in elements(data, _SHEET, _ROW, _VISIBLE):
        if element.tag == _SHEET and event == "start":
            canvas, row, hidden = Canvas(element.get(f"{_SS}Name", ""), left), 0, False
        elif element.tag == _SHEET:
            grids.append(canvas.grid(hidden=hidden))
            check_sheet_count(len(grids))
            left -= grids[-1].height * grids[-1].width
        elif element.tag == _VISIBLE:
            hidden = element.text in ("SheetHidden", "SheetVeryHidden")
        elif event == "end":
            row = _place_row(canvas, row, element)
            element.clear()
    return grids


def _place_row(canvas: Canvas, row: int, element: Any) -> int:
    """Place one row. Returns the number of the row after it."""
    row = _number(element, "Index", row + 1) - 1
    column = 0
    for cell in element.iterchildren(_CELL):
        column = _number(cell, "Index", column + 1) - 1
        across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        canvas.put(row, column, _value(cell.find(_DATA)))
        canvas.merge(row, column, down + 1, across + 1)
        column += across + 1
    return row + 1 + _number(element, "Span", 0)


def _number(element: Any, attribute: str, default: int) -> int:
    text = element.get(_SS + attribute)
    if text is None:
        return default
    if not text.isdecimal() or len(text) > 9 or (attribute == "Index" and int(text) == 0):
        raise corrupt(f"the XML attribute {attribute}")
    return int(text)


def _value(data: Any) -> CellValue:
    if data is None:
        return ""
    kind, text = data.get(f"{_SS}Type"), "".join(data.itertext())
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text)
            return moment.date() if moment.time() == dt.time() else moment
    except ValueError:
        return text
    if kind == "Boolean":
        return text == "1"
    return "" if kind == "Error" else text
