"""Totals as a check: does a printed total add up to the rows above it?

A total that does not is a finding, never a reason to reject those rows. A column with a withheld cell is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from expectations.catalogue import Finding
from extract.grid import Grid, address
from extract.tables.model import Table
from transform.matching import Match
from transform.records import Rows
from transform.values.registry import reader

_ADDABLE = frozenset({"integer", "rupiah"})
_NEVER_ADDED = frozenset({"aid_year", "age", "contract_months"})


def check_totals(rows: Rows, match: Match, table: Table, grid: Grid) -> None:
    """Add a warning for every total cell that neither the whole table nor its own group adds up to."""
    faulty = {finding.field for finding in rows.findings if finding.withheld is not None}
    for column in match.columns:
        name = column.target.fields[0]
        if column.target.semantic_type not in _ADDABLE or name in _NEVER_ADDED or name in faulty:
            continue
        read = reader(column.target.semantic_type, column.target.code_list)
        for total_row, group, whole in _sums(rows, name, table):
            printed = read(grid.cells[total_row - 1][column.index - 1]).value
            if printed is not None and printed not in (group, whole):
                rows.findings.append(_finding(rows, match, name, total_row, column.index, printed, whole))


def _sums(rows: Rows, name: str, table: Table) -> Iterator[tuple[int, Decimal, Decimal]]:
    """For each total row: the sum of the rows since the total before it, and of all rows."""
    amounts = [(row, Decimal(value or 0)) for row, value in zip(rows.source_rows, rows.values[name], strict=True)]
    whole = sum((amount for _, amount in amounts), Decimal(0))
    before = 0
    for total_row in table.rows_of("total"):
        group = sum((amount for row, amount in amounts if before < row < total_row), Decimal(0))
        yield total_row, group, whole
        before = total_row


def _finding(rows: Rows, match: Match, name: str, row: int, column: int, printed: Any, added: Decimal) -> Finding:
    facts = {"label": match.contract.field(name).label_id, "printed": str(printed), "added": str(added)}
    place = address(row, column)
    return Finding("total_row_differs", "sheet", rows.sheet, row, place, rows.dataset, name, facts)
