"""What a table finder reports: where a table is, what its columns are called, and what every other row is.

Rows and columns are 1-based, as a spreadsheet program shows them. These objects carry positions and header texts, never data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RowKind = Literal["title", "meta", "header", "column_number", "data", "total", "section", "note", "signature", "nihil", "other"]


@dataclass(slots=True)
class Evidence:
    """One reason for a decision: `what` was decided, `why` in words a person can check, `weight` from 0 to 1."""

    what: str
    why: str
    weight: float


@dataclass(slots=True)
class Column:
    """One column of a table: its 1-based sheet column and its header levels, top to bottom, equal neighbours once."""

    index: int
    levels: tuple[str, ...]

    @property
    def text(self) -> str:
        """Header levels joined with " | "."""
        return " | ".join(self.levels)


@dataclass(slots=True)
class Table:
    """One table of one sheet.

    `first_data_row` and `last_data_row` span the body (rows in between may be of other kinds: see `row_kinds`).
    An empty form has header rows and `first_data_row` None. `title` are the title and label lines above it.
    `layout` key_value: labels in `first_col`, values right of them, no header; tick_matrix: one column a date (`date_columns`).
    `sections` maps the row of a section line ("DUSUN KRAJAN") to its text.
    """

    header_rows: list[int]
    column_number_rows: list[int]
    first_data_row: int | None
    last_data_row: int | None
    first_col: int
    last_col: int
    columns: list[Column]
    row_kinds: dict[int, RowKind] = field(default_factory=dict)
    title: list[str] = field(default_factory=list)
    layout: Literal["rows", "key_value", "tick_matrix"] = "rows"
    date_columns: list[int] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    confidence: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)
    alternatives: list[Table] = field(default_factory=list)

    def rows_of(self, kind: RowKind) -> list[int]:
        """Rows of one kind, in order."""
        return sorted(row for row, row_kind in self.row_kinds.items() if row_kind == kind)

    @property
    def data_rows(self) -> list[int]:
        """Rows that hold records."""
        return self.rows_of("data")


@dataclass(slots=True)
class SheetReading:
    """All tables of a sheet, and the kind of every non-blank row that belongs to none of them."""

    sheet: str
    hidden: bool
    tables: list[Table]
    ignored: dict[int, RowKind] = field(default_factory=dict)
    reason: str | None = None
