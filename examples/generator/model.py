"""The shapes the generator passes along: what a village meant, how one record was written, and what a file holds.

Meant values are typed: dates as `date`, counts and rupiah as `int`, codes as their canonical code, missing as None.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from .villages import Village

Meant = str | int | float | bool | dt.date | None
Record = dict[str, Meant]


def whole(record: Record, key: str) -> int:
    """The whole number meant under a key. Raises TypeError for anything else."""
    value = record[key]
    if not isinstance(value, int):
        raise TypeError(f"{key} is no whole number")
    return value


Cell = str | int | float | dt.date | None
"""What is put into a cell. None is an empty cell; int and float are number cells, a date is a date cell."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that one village meant to say for one period (first of the month), by dataset."""

    village: Village
    period: dt.date
    head: str
    officer: str
    datasets: dict[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Column:
    """One written column: its `key` (field name, `no`, `ttl`, `rt_rw` or `x:Header`) and header words, top level first."""

    key: str
    levels: tuple[str, ...]


@dataclass(slots=True)
class Fault:
    """A planted fault: what was written instead, which fields it condemns, whether the whole row goes to quarantine."""

    kind: str
    categories: tuple[str, ...]
    field: str
    cell: Cell
    withholds: tuple[str, ...]
    condemns_row: bool = False


@dataclass(slots=True)
class Written:
    """One record with the cells it was written into and, once placed, its sheet and 1-based row."""

    meant: Record
    cells: dict[str, Cell]
    fault: Fault | None = None
    warnings: list[str] = field(default_factory=list)
    copy_of: Written | None = None
    sheet: str = ""
    row: int | None = None

    @property
    def is_plain(self) -> bool:
        """Nothing has been planted in this row."""
        return self.fault is None and not self.warnings and self.copy_of is None


@dataclass(slots=True)
class TableCopy:
    """One dataset as a village wrote it. `implied` are fields a reader learns from section rows or the sheet name."""

    dataset: str
    columns: list[Column]
    rows: list[Written]
    implied: frozenset[str] = frozenset()

    @property
    def keys(self) -> list[str]:
        """Column keys in the order written."""
        return [column.key for column in self.columns]

    def is_free(self, row: Written) -> bool:
        """Nothing is planted in this row and it is not entered twice."""
        return row.is_plain and not any(other.copy_of is row for other in self.rows)


@dataclass(slots=True)
class Sheet:
    """A sheet under construction: cells by 1-based (row, column), inclusive merges, and every row that is no record."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    ignored: list[dict[str, Any]] = field(default_factory=list)
    traps: list[dict[str, Any]] = field(default_factory=list)

    def put(self, row: int, column: int, value: Cell) -> None:
        """Write one cell; empty values leave it untouched."""
        if value not in (None, ""):
            self.cells[(row, column)] = value

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a block unless it is one cell."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def ignore(self, row: int, kind: str, dataset: str | None = None) -> None:
        """Record that this row holds no record, and what it is."""
        self.ignored.append({"sheet": self.name, "row": row, "kind": kind, "dataset": dataset})

    @property
    def bottom(self) -> int:
        """The last row with a cell, 0 for an empty sheet."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def width(self) -> int:
        """The last column with a cell, 0 for an empty sheet."""
        return max((column for _, column in self.cells), default=0)


@dataclass(slots=True)
class Book:
    """One file before it becomes bytes: its sheets, the tables written on them and what was done to it."""

    sheets: list[Sheet]
    tables: list[TableCopy]
    matrix_sheets: list[str] = field(default_factory=list)
