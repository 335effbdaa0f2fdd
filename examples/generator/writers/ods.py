"""ODS through odfpy, repacked with fixed dates so that the same book gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from ..model import Cell, Sheet

_EPOCH = (1980, 1, 1, 0, 0, 0)


def ods_bytes(sheets: list[Sheet]) -> bytes:
    """The sheets as an .ods file."""
    document = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    for sheet in sheets:
        document.spreadsheet.addElement(_table(sheet, hidden))
    buffer = io.BytesIO()
    document.write(buffer)
    return _repacked(buffer.getvalue())


def _table(sheet: Sheet, hidden: Any) -> Any:
    table = Table(name=sheet.name, **({"stylename": hidden} if sheet.hidden else {}))
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    width = max([sheet.width, *(right for _, _, _, right in sheet.merges)])
    for row in range(1, max([sheet.bottom, *(bottom for _, _, bottom, _ in sheet.merges)]) + 1):
        line = TableRow()
        for column in range(1, width + 1):
            place = (row, column)
            line.addElement(CoveredTableCell() if place in covered else _cell(sheet.cells.get(place), spans.get(place)))
        table.addElement(line)
    return table


def _cell(value: Cell, span: tuple[int, int] | None) -> Any:
    spanned = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]} if span else {}
    if value is None:
        return TableCell(**spanned)
    if isinstance(value, dt.date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **spanned)
    elif isinstance(value, str):
        cell = TableCell(valuetype="string", **spanned)
    else:
        cell = TableCell(valuetype="float", value=str(value), **spanned)
    for line in str(f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value).split("\n"):
        cell.addElement(P(text=line))
    return cell


def _repacked(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            kept = zipfile.ZipInfo(entry.filename, _EPOCH)
            kept.compress_type = entry.compress_type
            target.writestr(kept, source.read(entry.filename))
    return buffer.getvalue()
