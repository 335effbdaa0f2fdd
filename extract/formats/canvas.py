"""From placed cells to a trimmed Grid: for formats whose cells arrive one by one, and the trimming all formats share."""

from __future__ import annotations

from collections.abc import Mapping

from extract.formats.limits import MAX_CELLS
from extract.formats.refusals import corrupt, too_many_cells
from extract.grid import CellValue, Grid

Merge = tuple[int, int, int, int]


def trimmed(name: str, rows: list[list[CellValue]], merges: list[Merge], *, hidden: bool = False) -> Grid:
    """A Grid of equally long `rows` cut after the last row and column that hold more than white space.

    The lists are used as they are, not copied. Merges outside what is left are dropped, the others clipped to it.
    """
    while rows and _is_blank(rows[-1]):
        rows.pop()
    if rows:
        width = len(rows[0])
        while width and _is_blank([row[width - 1] for row in rows]):
            width -= 1
        if width < len(rows[0]):
            rows = [row[:width] for row in rows]
    return Grid(name, rows, _clipped(merges, len(rows), len(rows[0]) if rows else 0), hidden)


def _is_blank(cells: list[CellValue]) -> bool:
    return cells.count("") == len(cells) or all(isinstance(cell, str) and not cell.strip() for cell in cells)


def _clipped(merges: list[Merge], height: int, width: int) -> list[Merge]:
    """Merges inside the sheet. Merged areas never overlap in an honest file; overlapping ones would cost readers dearly."""
    inside = [
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for top, left, bottom, right in merges
        if top < height and left < width
    ]
    inside = [merge for merge in inside if (merge[2], merge[3]) != (merge[0], merge[1])]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in inside) > height * width:
        raise corrupt("merged cells overlap")
    return inside


class Canvas:
    """A sheet being filled cell by cell; rows and columns are 0-based. Keeps only cells that hold something."""

    def __init__(self, name: str, budget: int = MAX_CELLS) -> None:
        self.name = name
        self.merges: list[Merge] = []
        self._rows: dict[int, dict[int, CellValue]] = {}
        self._width = 0
        self._budget = budget

    def reach(self, row: int, column: int) -> None:
        """Widen the sheet to this cell. Raises CatalogueError `file_too_many_cells` where it outgrows the budget."""
        self._width = max(self._width, column + 1)
        if (row + 1) * self._width > self._budget:
            raise too_many_cells(self.name, row + 1, self._width)

    def put(self, row: int, column: int, value: CellValue) -> None:
        """Place a value; an empty one changes nothing. Raises as `reach`."""
        if value == "":
            return
        self.reach(row, column)
        self._rows.setdefault(row, {})[column] = value

    def put_row(self, row: int, values: Mapping[int, CellValue]) -> None:
        """Place filled cells of one row by column, within what `reach` allowed."""
        self._rows.setdefault(row, {}).update(values)

    def merge(self, row: int, column: int, height: int, width: int) -> None:
        """Record a merged area of `height` rows and `width` columns."""
        if height > 1 or width > 1:
            self.merges.append((row, column, row + height - 1, column + width - 1))

    def grid(self, *, hidden: bool = False) -> Grid:
        """The sheet as a trimmed Grid. Raises `file_too_many_cells` when late columns made it too large."""
        height = max(self._rows, default=-1) + 1
        if height * self._width > self._budget:
            raise too_many_cells(self.name, height, self._width)
        blank: list[CellValue] = [""] * self._width
        rows = [list(blank) for _ in range(height)]
        for number, cells in self._rows.items():
            row = rows[number]
            for column, value in cells.items():
                row[column] = value
        return trimmed(self.name, rows, self.merges, hidden=hidden)
