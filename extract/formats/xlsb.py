"""xlsb. Its binary sheet parts are walked once, like those of xls, before the cell reader may allocate.

The same walk collects merged areas, which python-calamine does not report for this format.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from extract.formats.canvas import Merge, trimmed
from extract.formats.cells import read_cells
from extract.formats.limits import MAX_CELLS, MAX_TEXT_BYTES
from extract.formats.package import Package
from extract.formats.refusals import too_many_cells, unpacks_too_large
from extract.grid import Grid

_BOOK = "xl/workbook.bin"
_RELATIONS = "xl/_rels/workbook.bin.rels"
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""\b(Id|Target)\s*=\s*["']([^"']*)["']""")
_TEXTS = "xl/sharedStrings.bin"
_ROW, _MERGE, _SHEET, _TEXT_CELL, _TEXT = 0, 176, 156, 7, 19
_CELLS = range(2, 12)
"""BrtCellRk to BrtFmlaError; 1 is a blank cell, for which nothing is allocated."""


def read_xlsb(data: bytes) -> list[Grid]:
    """All worksheets. Raises CatalogueError where the file is broken or too large."""
    package = Package(data)
    merges = {name: _measure(name, package.part(name)) for name in package.names if name.endswith(".bin")}
    _check_texts(package)
    parts = _sheet_parts(package)
    return [
        trimmed(grid.name, grid.cells, merges.get(parts.get(grid.name, ""), []), hidden=grid.hidden) for grid in read_cells(data)
    ]


def _measure(name: str, part: bytes) -> list[Merge]:
    """The merged areas of a sheet part. Raises `file_too_many_cells`."""
    row = rows = columns = 0
    merges: list[Merge] = []
    for kind, at, size in _records(part):
        if size < 4 or at + size > len(part):
            continue
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", part, at)
        elif kind in _CELLS:
            (column,) = struct.unpack_from("<I", part, at)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _MERGE and size >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", part, at)
            merges.append((top, left, bottom, right))
    if rows * columns > MAX_CELLS:
        raise too_many_cells(name.rpartition("/")[2].removesuffix(".bin"), rows, columns)
    return merges


def _check_texts(package: Package) -> None:
    """Refuse a workbook whose cells repeat long shared texts until they no longer fit in memory."""
    if _TEXTS not in package:
        return
    lengths = [size for kind, _, size in _records(package.part(_TEXTS)) if kind == _TEXT]
    total = 0
    for name in package.names:
        part = package.part(name) if name.endswith(".bin") else b""
        for kind, at, _ in _records(part):
            index = int.from_bytes(part[at + 8 : at + 12], "little") if kind == _TEXT_CELL else len(lengths)
            total += lengths[index] if index < len(lengths) else 0
    if total > MAX_TEXT_BYTES:
        raise unpacks_too_large(total, MAX_TEXT_BYTES)


def _sheet_parts(package: Package) -> dict[str, str]:
    """Sheet name to part name, through the workbook's relations."""
    if _RELATIONS not in package or _BOOK not in package:
        return {}
    targets: dict[str, str] = {}
    for relation in _RELATION.findall(package.part(_RELATIONS)):
        named = {key: value.decode("utf-8", "replace") for key, value in _ATTRIBUTE.findall(relation)}
        targets[named.get(b"Id", "")] = "xl/" + named.get(b"Target", "").removeprefix("/xl/")
    return {name: targets[relation] for name, relation in _sheets(package.part(_BOOK)) if relation in targets}


def _sheets(book: bytes) -> Iterator[tuple[str, str]]:
    """(name, relation id) of each sheet: after its state and number come two counted UTF-16 texts."""
    for kind, at, size in _records(book):
        if kind == _SHEET and size >= 16:
            relation, after = _counted_text(book, at + 8)
            yield _counted_text(book, after)[0], relation


def _counted_text(part: bytes, at: int) -> tuple[str, int]:
    length = int.from_bytes(part[at : at + 4], "little")
    end = at + 4 + 2 * length
    return part[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """(record type, offset of its body, length of its body); types and lengths are 7-bit groups, low first."""
    position, end = 0, len(part)
    while position < end:
        kind, position = _grouped(part, position, 2)
        size, position = _grouped(part, position, 4)
        yield kind, position, size
        position += size


def _grouped(part: bytes, position: int, at_most: int) -> tuple[int, int]:
    number = 0
    for shift in range(at_most):
        if position >= len(part):
            break
        byte = part[position]
        position += 1
        number |= (byte & 0x7F) << (7 * shift)
        if not byte & 0x80:
            break
    return number, position
