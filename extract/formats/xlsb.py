"""xlsb. Its binary sheet parts are walked once, like those of xls, before the cell reader may allocate."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from extract.formats.cells import read_cells
from extract.formats.limits import MAX_CELLS
from extract.formats.package import Package
from extract.formats.refusals import too_many_cells
from extract.grid import Grid

_ROW = 0
_CELLS = range(2, 12)
"""BrtCellRk to BrtFmlaError; 1 is a blank cell, for which nothing is allocated."""


def read_xlsb(data: bytes) -> list[Grid]:
    """All worksheets. Raises CatalogueError where the file is broken or too large."""
    package = Package(data)
    for name in package.names:
        if name.startswith("xl/worksheets/") and name.endswith(".bin"):
            _check_extent(name, package.part(name))
    return read_cells(data)


def _check_extent(name: str, part: bytes) -> None:
    row = rows = columns = 0
    for kind, at, size in _records(part):
        if size < 4 or at + 4 > len(part):
            continue
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", part, at)
        elif kind in _CELLS:
            (column,) = struct.unpack_from("<I", part, at)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    if rows * columns > MAX_CELLS:
        raise too_many_cells(name.rpartition("/")[2].removesuffix(".bin"), rows, columns)


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """(record type, offset of its body, length of its body); types and lengths are 7-bit groups, low first."""
    position, end = 0, len(part)
    while position < end:
        kind = part[position]
        position += 1
        if kind & 0x80 and position < end:
            kind = kind & 0x7F | (part[position] & 0x7F) << 7
            position += 1
        size = shift = 0
        while position < end and shift < 28:
            byte = part[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, position, size
        position += size
