"""xls records without the OLE container around them: what a widely copied PHP snippet writes as its "export to Excel".

Spreadsheet programs open such a file as one sheet; the native cell reader does not. Only the records that snippet and its
relatives write are known (text and numbers of BIFF 2 to 5); another kind of cell refuses the file rather than be left out.
"""

from __future__ import annotations

import struct

from extract.formats.canvas import Canvas
from extract.formats.ole import biff_records
from extract.formats.refusals import corrupt
from extract.grid import CellValue, Grid

BARE_XLS = (b"\x09\x08\x08\x00", b"\x09\x08\x06\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
"""The first bytes of such a file: a beginning-of-sheet record."""

_TEXT, _NUMBER, _INTEGER_RATIO = 0x204, 0x203, 0x27E
_OTHER_CELLS = frozenset({0x06, 0x206, 0x406, 0xBD, 0xD6, 0xFD, 0x205})


def read_bare_xls(data: bytes, name: str) -> list[Grid]:
    """The one sheet, called `name`. Text is read as Windows-1252. Raises `file_corrupt`, `file_too_many_cells`."""
    canvas = Canvas(name)
    for kind, at, size in biff_records(data):
        if kind in _OTHER_CELLS:
            raise corrupt("a kind of cell this old format should not hold")
        if kind in (_TEXT, _NUMBER, _INTEGER_RATIO):
            canvas.put(*_cell(kind, data[at : at + size]))
    return [canvas.grid()]


def _cell(kind: int, body: bytes) -> tuple[int, int, CellValue]:
    """(row, column, value) of a cell record."""
    try:
        row, column = struct.unpack_from("<HH", body)
        if kind == _NUMBER:
            return row, column, float(struct.unpack_from("<d", body, 6)[0])
        if kind == _TEXT:
            (length,) = struct.unpack_from("<H", body, 6)
            return row, column, body[8 : 8 + length].decode("cp1252")
        return row, column, _ratio(*struct.unpack_from("<i", body, 6))
    except (struct.error, UnicodeDecodeError) as fault:
        raise corrupt("a cell record") from fault


def _ratio(packed: int) -> float:
    """RK: 30 bits of an integer or of a double, perhaps to be divided by 100."""
    value = float(packed >> 2) if packed & 2 else float(struct.unpack("<d", struct.pack("<ii", 0, packed & ~3))[0])
    return value / 100 if packed & 1 else value
