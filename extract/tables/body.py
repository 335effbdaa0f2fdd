"""The shape of a table's body: which column counts the rows, which hold figures, which texts stand in the header.

Worked out once from a sample and then used to judge every row (`rows.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from expectations.labels import plain
from extract.tables.band import Band, head_texts
from extract.tables.cells import BLANK, MISSING, NUMBER, TEXT, TYPED, SheetView
from extract.tables.model import Column
from extract.tables.words import words

_SAMPLE = 60
_HEADING_CELLS = 2
_LEAST_NUMBERED = 0.3


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of a body. Columns are 0-based.

    `number_column` counts rows; `typed` hold figures, dates or marks; `groups` gives columns under one header text the same
    number, so that a label spread over merged columns counts once; `heads` are the texts a repeated header may have.
    """

    view: SheetView
    first: int
    last: int
    number_column: int | None
    typed: frozenset[int]
    groups: dict[int, int]
    heads: tuple[frozenset[str], ...]

    def shape(self, row: int) -> str:
        """The row's letters within the table."""
        return self.view.shapes[row][self.first : self.last + 1]

    def is_numbered(self, row: int) -> bool:
        """Whether the running number stands in this row."""
        return self.number_column is not None and self.view.shapes[row][self.number_column] == NUMBER

    def is_sparse(self, row: int) -> bool:
        """Whether at most two cells, or half of the columns, are filled."""
        shape = self.shape(row)
        return len(shape) - shape.count(BLANK) <= max(2, len(shape) // 2)

    def words(self, row: int) -> list[tuple[int, str]]:
        """Columns and texts of the row's cells within the table that hold words, not figures."""
        return [
            (column, self.view.text(row, column)) for column, letter in enumerate(self.shape(row), self.first) if letter == TEXT
        ]


def body_of(view: SheetView, band: Band, columns: Sequence[Column], rows: Sequence[int]) -> Body:
    """The body made up of these rows below a header."""
    first, last = columns[0].index - 1, columns[-1].index - 1
    sample = [row for row in rows[:_SAMPLE] if view.fills[row] > _HEADING_CELLS] or list(rows[:_SAMPLE])
    typed = frozenset(column for column in range(first, last + 1) if _is_typed(view, sample, column))
    heads = tuple(head_texts(view, band))
    return Body(view, first, last, _number_column(view, columns, sample), typed, _groups(columns), heads)


def _is_typed(view: SheetView, sample: Sequence[int], column: int) -> bool:
    letters = [letter for row in sample if (letter := view.shapes[row][column]) != BLANK]
    return set(letters) - {MISSING, TEXT} != set() and sum(letter in TYPED for letter in letters) >= 0.5 * len(letters)


def _number_column(view: SheetView, columns: Sequence[Column], sample: Sequence[int]) -> int | None:
    """The column headed "No" over numbers, else a first column that counts 1, 2, 3."""
    for column in columns[:4]:
        letters = "".join(view.shapes[row][column.index - 1] for row in sample).replace(BLANK, "")
        if plain(column.levels[-1]) in words().numbering and letters.count(NUMBER) >= max(_LEAST_NUMBERED * len(letters), 1):
            return column.index - 1
    first = columns[0].index - 1
    counted = [view.text(row, first) for row in sample[:10]]
    return first if len(counted) > 2 and counted == [str(n) for n in range(1, len(counted) + 1)] else None


def _groups(columns: Sequence[Column]) -> dict[int, int]:
    groups: dict[int, int] = {}
    for number, column in enumerate(columns):
        left = columns[number - 1] if number else None
        is_same = left is not None and left.text == column.text and column.text != ""
        groups[column.index - 1] = groups[column.index - 2] if is_same else number
    return groups
