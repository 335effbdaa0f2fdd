"""A minimal writer of xlsb: no library writes one, and the reader must not depend on a lucky find."""

from __future__ import annotations

import io
import struct
import zipfile

_ROW, _CELL_REAL, _CELL_TEXT = 0, 5, 6
_BEGIN_SHEET, _END_SHEET, _BEGIN_DATA, _END_DATA, _DIMENSION = 129, 130, 145, 146, 148
_BEGIN_MERGES, _END_MERGES, _MERGE = 177, 178, 176
_BEGIN_BOOK, _END_BOOK, _BEGIN_SHEETS, _END_SHEETS, _SHEET = 131, 132, 143, 144, 156


Merges = tuple[tuple[int, int, int, int], ...]


def xlsb(cells: dict[tuple[int, int], str | float], merges: Merges = (), sheet: str = "DATA") -> bytes:
    """An xlsb of one sheet; `cells` by 0-based (row, column), `merges` as (top, left, bottom, right)."""
    book = (
        _record(_BEGIN_BOOK)
        + _record(_BEGIN_SHEETS)
        + _record(_SHEET, struct.pack("<II", 0, 1) + _text("rId1") + _text(sheet))
        + _record(_END_SHEETS)
        + _record(_END_BOOK)
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/worksheets/sheet1.bin", _sheet(cells, merges))
    return buffer.getvalue()


def _sheet(cells: dict[tuple[int, int], str | float], merges: Merges) -> bytes:
    rows = sorted({row for row, _ in cells})
    columns = [column for _, column in cells]
    body = _record(_BEGIN_SHEET) + _record(_DIMENSION, struct.pack("<IIII", rows[0], rows[-1], min(columns), max(columns)))
    body += _record(_BEGIN_DATA)
    for row in rows:
        body += _record(_ROW, struct.pack("<I", row) + bytes(13))
        for (_, column), value in sorted(item for item in cells.items() if item[0][0] == row):
            head = struct.pack("<II", column, 0)
            body += (
                _record(_CELL_TEXT, head + _text(value))
                if isinstance(value, str)
                else _record(_CELL_REAL, head + struct.pack("<d", value))
            )
    body += _record(_END_DATA) + _record(_BEGIN_MERGES, struct.pack("<I", len(merges)))
    for top, left, bottom, right in merges:
        body += _record(_MERGE, struct.pack("<IIII", top, bottom, left, right))
    return body + _record(_END_MERGES) + _record(_END_SHEET)


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    length = b""
    while size > 127:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
