"""OpenDocument sheets (ods, and flat fods), read from their XML.

python-calamine is not used here: it reports no merged cells for this format and trips over some repeated rows, and the XML
must be walked for the merges anyway. Delivers what the other readers deliver: float for numbers (percentages and currency
too), date, datetime, time, timedelta, bool and str; error cells are the empty string, comments are no cell text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from expectations.catalogue import CatalogueError
from extract.formats.canvas import Canvas
from extract.formats.cells import check_sheet_count
from extract.formats.limits import MAX_CELLS
from extract.formats.package import Package
from extract.formats.refusals import corrupt
from extract.formats.xml_tree import elements
from extract.grid import CellValue, Grid

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_SHEET_STYLE = f"{_STYLE}style"
_NUMBERS = frozenset({"float", "percentage", "currency"})
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{_TABLE}number-rows-repeated", f"{_TABLE}number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_VALUE_TYPE, _VALUE, _PARAGRAPH = f"{_OFFICE}value-type", f"{_OFFICE}value", f"{_TEXT}p"
_CACHED_LINK = "'file:"
_DURATION = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_DAY = dt.timedelta(days=1)


def read_ods(data: bytes) -> list[Grid]:
    """All sheets of a packed document. Raises CatalogueError where it is broken, protected or too large."""
    package = Package(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise CatalogueError("file_password_protected")
    return read_flat_ods(package.part("content.xml"))


def read_flat_ods(content: bytes) -> list[Grid]:
    """All sheets of a document's XML, hidden ones flagged. Cached copies of linked files are left out."""
    grids: list[Grid] = []
    hidden_styles: set[str] = set()
    canvas, row, left = None, 0, MAX_CELLS
    for event, element in elements(content, _SHEET, _ROW, _SHEET_STYLE):
        if element.tag == _SHEET_STYLE:
            if event == "end" and _is_hiding(element):
                hidden_styles.add(element.get(f"{_STYLE}name"))
        elif element.tag == _SHEET:
            if event == "start":
                canvas, row = Canvas(element.get(f"{_TABLE}name", ""), left), 0
            elif canvas is not None and not canvas.name.startswith(_CACHED_LINK):
                grids.append(canvas.grid(hidden=element.get(f"{_TABLE}style-name") in hidden_styles))
                check_sheet_count(len(grids))
                left -= grids[-1].height * grids[-1].width
        elif event == "end" and canvas is not None:
            row = _place_row(canvas, row, element)
            element.clear()
    return grids


def _is_hiding(style: Any) -> bool:
    return any(part.get(f"{_TABLE}display") == "false" for part in style.iter(f"{_STYLE}table-properties"))


def _place_row(canvas: Canvas, row: int, element: Any) -> int:
    """Place one row element, as often as it is repeated. Returns the number of the row after it."""
    repeated = _count(element, _ROWS_REPEATED)
    filled: dict[int, CellValue] = {}
    column = 0
    for cell in element.iterchildren(_CELL, _COVERED):
        times = _count(cell, _COLUMNS_REPEATED)
        canvas.merge(row, column, _count(cell, _ROWS_SPANNED), _count(cell, _COLUMNS_SPANNED))
        value = _value(cell)
        if value != "":
            canvas.reach(row + repeated - 1, column + times - 1)
            filled.update((column + copy, value) for copy in range(times))
        column += times
    for copy in range(repeated if filled else 0):
        canvas.put_row(row + copy, filled)
    return row + repeated


def _count(element: Any, attribute: str) -> int:
    text = element.get(attribute)
    if text is None:
        return 1
    if not text.isdecimal() or len(text) > 9:
        raise corrupt(f"the XML attribute {attribute.rpartition('}')[2]}")
    return int(text) or 1


def _value(cell: Any) -> CellValue:
    kind = cell.get(_VALUE_TYPE)
    if kind is None:
        return _text(cell)
    if cell.get(_ERROR_TYPE) == "error":
        return ""
    try:
        if kind in _NUMBERS:
            return float(cell.get(_VALUE))
        if kind == "date":
            return _date(cell.get(f"{_OFFICE}date-value"))
        if kind == "time":
            return _time(cell.get(f"{_OFFICE}time-value"))
    except (ValueError, TypeError):
        return _text(cell)
    if kind == "boolean":
        return str(cell.get(f"{_OFFICE}boolean-value")) == "true"
    return _text(cell) or cell.get(f"{_OFFICE}string-value") or ""


def _date(text: str) -> dt.date | dt.datetime:
    if "T" not in text:
        return dt.date.fromisoformat(text)
    moment = dt.datetime.fromisoformat(text)
    return moment.date() if moment.time() == dt.time() else moment


def _time(text: str) -> dt.time | dt.timedelta:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError("not a duration")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    duration = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return (dt.datetime.min + duration).time() if duration < _DAY else duration


def _text(cell: Any) -> str:
    """Paragraphs of the cell itself (not of a comment or drawing in it), one a line."""
    return "\n".join(
        "".join(_characters(paragraph)) if len(paragraph) else paragraph.text or "" for paragraph in cell.iterchildren(_PARAGRAPH)
    )


def _characters(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterchildren("*"):
        if child.tag == f"{_TEXT}s":
            yield " " * min(int(child.get(f"{_TEXT}c", "1")), 100)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag != f"{_OFFICE}annotation":
            yield from _characters(child)
        yield child.tail or ""
