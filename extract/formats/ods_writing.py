"""Writes sheets as one flat OpenDocument file: the plainest format that keeps names of any length, types, merges, hidden sheets.

What `read_flat_ods` reads back is what was written, cell by cell. Formats, formulas, comments and properties are not known here,
so nothing but the cells can travel in such a copy.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from extract.grid import CellValue, Grid

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.3"'
    ' office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)
_TAIL = "</office:spreadsheet></office:body></office:document>"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"^ | $|  +|\t")


def write_flat_ods(grids: Sequence[Grid]) -> bytes:
    """The document of these sheets. Characters no XML can hold are left out."""
    return "".join([_HEAD, *(part for grid in grids for part in _sheet(grid)), _TAIL]).encode()


def _sheet(grid: Grid) -> Iterator[str]:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in grid.merges}
    style = ' table:style-name="hidden"' if grid.hidden else ""
    yield f"<table:table table:name={quoteattr(_NOT_XML.sub('', grid.name))}{style}>"
    for row, cells in enumerate(grid.cells):
        yield "<table:table-row>"
        yield from (_cell(value, spans.get((row, column), (1, 1))) for column, value in enumerate(cells))
        yield "</table:table-row>"
    yield "</table:table>"


def _cell(value: CellValue, span: tuple[int, int]) -> str:
    rows, columns = span
    spanned = "" if span == (1, 1) else f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    if value == "":
        return f"<table:table-cell{spanned}/>"
    if isinstance(value, str):
        return f'<table:table-cell{spanned} office:value-type="string">{_paragraphs(value)}</table:table-cell>'
    return f"<table:table-cell{spanned} {_typed(value)}/>"


def _typed(value: CellValue) -> str:
    if isinstance(value, bool):
        return f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    if isinstance(value, int | float):
        return f'office:value-type="float" office:value="{value!r}"'
    if isinstance(value, dt.timedelta | dt.time):
        return f'office:value-type="time" office:time-value="{_duration(value)}"'
    return f'office:value-type="date" office:date-value="{value.isoformat()}"' if isinstance(value, dt.date) else ""


def _duration(value: dt.timedelta | dt.time) -> str:
    if isinstance(value, dt.time):
        return f"PT{value.hour}H{value.minute}M{value.second}S"
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"PT{minutes // 60}H{minutes % 60}M{seconds}S"


def _paragraphs(text: str) -> str:
    lines = _NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<text:p>{_SPACES.sub(_kept_space, escape(line))}</text:p>" for line in lines)


def _kept_space(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'
