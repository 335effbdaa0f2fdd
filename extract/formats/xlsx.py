"""xlsx and xlsm. What the cell reader would allocate is measured in the sheets' XML before it may; macros are never run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.formats.cells import read_cells
from extract.formats.limits import MAX_CELLS, MAX_TEXT_BYTES
from extract.formats.package import Package
from extract.formats.refusals import too_many_cells, unpacks_too_large
from extract.grid import Grid

_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedstrings.xml"
_PICTURES = "xl/media/"

_FAR_REFERENCE = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}\d|[A-Za-z]{0,2}\d{5})""")
"""A cell or row beyond row 9,999 or column ZZ. A sheet without one spans at most 7 million cells, which is bearable."""

_WIDE_COLUMN = re.compile(rb"""r\s*=\s*["']([A-Za-z]{2,3})\d""")
_LONG_ROWS = {digits: re.compile(rb"""r\s*=\s*["'][A-Za-z]{0,3}\d{%d}""" % digits) for digits in (9, 8, 7, 6)}

_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]+)(\d+)["'](?:[^>]*[^/>])?>(?!\s*</)""")
"""A cell element with content; `<c r="A1" s="5"/>` is a mere format, for which the cell reader allocates nothing."""

_STRING_END = re.compile(rb"</(?:\w+:)?si>")
_VALUE_INDEX = re.compile(rb"<(?:\w+:)?v>\s*(\d+)")
_ESCAPE = re.compile(r"_x(00[0-9A-Fa-f]{2})_")


def read_xlsx(data: bytes) -> list[Grid]:
    """All worksheets. Raises CatalogueError where the file is broken or too large to read safely."""
    is_escaped = _measure(Package(data))
    grids = read_cells(data)
    return [_unescaped(grid) for grid in grids] if is_escaped else grids


def _measure(package: Package) -> bool:
    """Refuse what would not fit in memory. Returns whether texts hold `_x000D_` escapes, which the cell reader leaves in."""
    strings, values, is_escaped = b"", 0, False
    for name, part in _parts_read(package):
        is_escaped = is_escaped or b"_x00" in part
        if name.lower() == _STRINGS:
            strings = part
            continue
        values += part.count(b"<v>")
        _check_extent(name, part)
    if len(strings) * values > MAX_TEXT_BYTES:
        _check_text(package, strings)
    return is_escaped


def _parts_read(package: Package) -> Iterator[tuple[str, bytes]]:
    """Every part that could be a sheet or the texts, whatever its name; pictures only where the workbook calls them sheets."""
    has_odd_sheets = _RELATIONS in package and b"media" in package.part(_RELATIONS)
    for name in package.names:
        if has_odd_sheets or not name.startswith(_PICTURES):
            yield name, package.part(name)


def _check_extent(name: str, part: bytes) -> None:
    if not _FAR_REFERENCE.search(part) or _rough_extent(part) <= MAX_CELLS:
        return
    rows = columns = 0
    for found in _FILLED_CELL.finditer(part):
        columns = max(columns, _column_number(found[1]))
        rows = max(rows, int(found[2]))
    if rows * columns > MAX_CELLS:
        raise too_many_cells(name.rpartition("/")[2].removesuffix(".xml"), rows, columns)


def _rough_extent(part: bytes) -> int:
    """An upper bound in cells, at a tenth of the cost of looking at every cell: widest column times rows by their digits."""
    columns = max(map(_column_number, set(_WIDE_COLUMN.findall(part))), default=26)
    digits = next((digits for digits, found in _LONG_ROWS.items() if found.search(part)), 5)
    return columns * (int(10**digits) - 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_text(package: Package, strings: bytes) -> None:
    """Refuse a workbook whose cells repeat long shared texts until they no longer fit in memory."""
    lengths = [len(text) for text in _STRING_END.split(strings)]
    total = 0
    for _, part in _parts_read(package):
        indices = map(int, _VALUE_INDEX.findall(part))
        total += sum(lengths[index] for index in indices if index < len(lengths))
    if total > MAX_TEXT_BYTES:
        raise unpacks_too_large(total, MAX_TEXT_BYTES)


def _unescaped(grid: Grid) -> Grid:
    grid.cells = [[_ESCAPE.sub(_character, cell) if isinstance(cell, str) else cell for cell in row] for row in grid.cells]
    return grid


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
