"""The cells of a worksheet part: finding one, or making it in its place, to change its style. Contents are never touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from extract.answers.editing.archive import UnusualPackageError, main
from extract.grid import address

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


def place(cell: str) -> tuple[int, int]:
    """1-based row and column of an A1 address. Raises ValueError for what is none."""
    found = _ADDRESS.fullmatch(cell)
    if found is None:
        raise ValueError(f"no cell address: {cell}")
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class SheetCells:
    """Cells of one worksheet by 1-based row and column. Raises UnusualPackageError for a part without cell data."""

    def __init__(self, root: Any) -> None:
        data = root.find(main("sheetData"))
        if data is None:
            raise UnusualPackageError("no sheet data")
        self._root, self._data = root, data
        self._rows = dict(_numbered(data, int))
        self._merges = list(_merges(root))

    def style(self, row: int, column: int) -> int:
        """Index of the style a cell shows: its own, else its row's, else its column's."""
        cell = self._find(row, column)
        if cell is not None:
            return int(cell.get("s", "0"))
        line = self._rows.get(row)
        if line is not None and line.get("customFormat") in ("1", "true"):
            return int(line.get("s", "0"))
        return self._column_style(column)

    def set_style(self, row: int, column: int, style: int) -> None:
        """Give a cell a style; a cell that is not there is made, empty."""
        cell = self._find(row, column)
        if cell is None:
            cell = self._make(row, column)
        cell.set("s", str(style))

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that shows at a place: the first of the merged area that covers it, or itself."""
        for top, left, bottom, right in self._merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """(row, column, style) of each cell that is there."""
        for row, line in self._rows.items():
            for column, cell in _cells(line):
                yield row, column, int(cell.get("s", "0"))

    def _find(self, row: int, column: int) -> Any:
        line = self._rows.get(row)
        if line is None:
            return None
        return next((cell for at, cell in _cells(line) if at == column), None)

    def _column_style(self, column: int) -> int:
        for entry in self._root.iterfind(f"{main('cols')}/{main('col')}"):
            if int(entry.get("min", "1")) <= column <= int(entry.get("max", "0")):
                return int(entry.get("style", "0"))
        return 0

    def _make(self, row: int, column: int) -> Any:
        line = self._rows.get(row)
        if line is None:
            line = self._make_row(row)
        line.attrib.pop("spans", None)
        cell = line.makeelement(main("c"), r=address(row, column))
        before = sum(1 for at, _ in _cells(line) if at < column)
        line.insert(before, cell)
        return cell

    def _make_row(self, row: int) -> Any:
        line = self._data.makeelement(main("row"), r=str(row))
        self._data.insert(sum(1 for number in self._rows if number < row), line)
        self._rows[row] = line
        return line


def _merges(root: Any) -> Iterator[tuple[int, int, int, int]]:
    for merge in root.iterfind(f"{main('mergeCells')}/{main('mergeCell')}"):
        first, _, last = merge.get("ref", "").partition(":")
        if last:
            yield (*place(first), *place(last))


def _cells(line: Any) -> Iterator[tuple[int, Any]]:
    return _numbered(line, lambda reference: place(reference)[1])


def _numbered(parent: Any, number_of: Callable[[str], int]) -> Iterator[tuple[int, Any]]:
    """Children with their number: the one they state, else one more than the child before."""
    number = 0
    for child in parent.iterchildren(tag=(main("row"), main("c"))):
        reference = child.get("r")
        number = number_of(reference) if reference else number + 1
        yield number, child
