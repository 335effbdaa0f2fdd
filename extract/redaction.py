"""Takes one person's cells out of a workbook and says where a number still stands in it.

The copy is written anew from the cells that remain, so nothing hidden in the original travels along (comments, shared texts,
earlier versions, properties). Rows and columns keep their places: what was loaded from the file still points to the right row.
Which cells are a person's is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.formats.ods_writing import write_flat_ods
from extract.grid import CellValue, Grid, Workbook

ERASED = "DIHAPUS"
"""Stands where a person's name stood, so that the row still counts as a row."""

_SEPARATORS = re.compile(r"[\s.,'’`\-_/\u00a0\u200b-\u200d\ufeff]")


@dataclass(frozen=True, slots=True)
class ErasedRow:
    """The part of a row that goes: 1-based `row`, columns `first` to `last` but for those in `kept`; `name` gets the mark.

    `dataset` is the one whose record it is, where it is one. `is_mention`: only a cell of somebody else's row.
    """

    sheet: str
    row: int
    first: int
    last: int
    kept: frozenset[int] = frozenset()
    name: int | None = None
    dataset: str | None = None
    is_mention: bool = False


def redacted(workbook: Workbook, erased: Sequence[ErasedRow]) -> bytes:
    """A copy without these parts, as a flat OpenDocument file, whatever the format was."""
    for grid in workbook.sheets:
        for part in erased:
            if part.sheet == grid.name and part.row <= grid.height:
                _blank(grid, part)
    return write_flat_ods(workbook.sheets)


def cells_with_number(workbook: Workbook, number: str) -> Iterator[tuple[str, int, int]]:
    """(sheet, row, column), 1-based, of every cell in which the digits of `number` stand, however they are separated."""
    for grid in workbook.sheets:
        for row, cells in enumerate(grid.cells, 1):
            for column, value in enumerate(cells, 1):
                if value != "" and holds_number(value, number):
                    yield grid.name, row, column


def holds_number(value: CellValue, number: str) -> bool:
    """Whether a cell holds these digits; separators, full-width digits and a number stored as a number do not hide them."""
    if isinstance(value, float | int):
        return float(value).is_integer() and str(int(value)) == number
    if not isinstance(value, str) or len(value) < len(number):
        return False
    return number in _SEPARATORS.sub("", unicodedata.normalize("NFKC", value))


def _blank(grid: Grid, part: ErasedRow) -> None:
    cells = grid.cells[part.row - 1]
    for column in range(part.first, min(part.last, len(cells)) + 1):
        if column not in part.kept:
            cells[column - 1] = ""
    if part.name is not None and part.name <= len(cells):
        cells[part.name - 1] = ERASED
