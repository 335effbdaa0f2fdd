"""xls (BIFF). The records are walked once to know what the cell reader would allocate: a column number may say anything."""

from __future__ import annotations

import struct

from extract.formats.biff_texts import check_texts
from extract.formats.cells import read_cells
from extract.formats.limits import MAX_CELLS
from extract.formats.ole import BEGIN_OF_SUBSTREAM, decrypted, is_encrypted_xls, workbook_stream
from extract.formats.refusals import too_many_cells
from extract.grid import Grid

_HEADER_AND_CELL = struct.Struct("<HHHH")
_LEAST_CELL_BYTES = 6
_MULTIPLE_NUMBERS = 0xBD
_CELLS = frozenset({_MULTIPLE_NUMBERS, 0x06, 0x7E, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x206, 0x406})
"""MULRK, FORMULA, RK, RSTRING, LABELSST, NUMBER, LABEL, BOOLERR and their earlier numbers."""


def read_xls(data: bytes) -> list[Grid]:
    """All worksheets. Raises CatalogueError where the file is broken, protected or too large."""
    stream = workbook_stream(data)
    if is_encrypted_xls(stream):
        data = decrypted(data)
        stream = workbook_stream(data)
    _check_extent(stream)
    check_texts(stream)
    return read_cells(data)


def _check_extent(stream: bytes) -> None:
    """Refuse a sheet that spans too many cells. One plain loop: a generator would double the cost of reading the file."""
    rows = columns = sheet = position = 0
    last = len(stream) - _HEADER_AND_CELL.size
    while position <= last:
        kind, size, row, column = _HEADER_AND_CELL.unpack_from(stream, position)
        position += 4 + size
        if kind in _CELLS and size >= _LEAST_CELL_BYTES:
            if kind == _MULTIPLE_NUMBERS:
                column += size // 6
            if row >= rows:
                rows = row + 1
            if column >= columns:
                columns = column + 1
        elif kind == BEGIN_OF_SUBSTREAM:
            _check(sheet, rows, columns)
            rows, columns, sheet = 0, 0, sheet + 1
    _check(sheet, rows, columns)


def _check(sheet: int, rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS:
        raise too_many_cells(f"{sheet - 1}", rows, columns)
