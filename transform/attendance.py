"""A tick matrix (one column a date, one row a child) as parenting sessions.

One session a date column: boys and girls present are the ticks beside each sex. The children themselves are not loaded from it.
A mark that is neither a tick nor empty withholds that session's counts, since presence is not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from expectations.catalogue import Finding
from expectations.contract import Contract
from expectations.labels import plain, tidy
from extract.grid import CellValue, Grid, address
from extract.tables.model import Column, Table
from transform.records import Rows
from transform.values.registry import reader

DATASET = "parenting_sessions"
_TICKS = frozenset({"v", "V", "√", "✓", "✔"})
_ABSENT = frozenset({"", "-", "–", "—"})
_COUNTS = {"L": "children_male", "P": "children_female"}


def is_attendance(table: Table) -> bool:
    """Whether the table is a tick matrix with a column for the children's sex."""
    return table.layout == "tick_matrix" and _sex_column(table) is not None


def read_attendance(table: Table, grid: Grid, contract: Contract, activity: str | None) -> Rows:
    """One row a date column; `activity` is the one said for the whole sheet, used where a column names none."""
    header_row = table.header_rows[-1]
    rows = Rows(DATASET, grid.name, [], {name: [] for name in ("session_date", "activity", *_COUNTS.values())}, {})
    rows.columns = dict.fromkeys(rows.values)
    by_index = {column.index: column for column in table.columns}
    for position, index in enumerate(table.date_columns):
        rows.source_rows.append(header_row)
        _add_session(rows, contract, by_index[index], activity, position)
        _count(rows, table, grid, index, position)
    return rows


def _add_session(rows: Rows, contract: Contract, column: Column, activity: str | None, position: int) -> None:
    date, own_activity = _heading(column)
    place = address(rows.source_rows[position], column.index)
    rows.values["session_date"].append(date.value)
    rows.values["activity"].append(own_activity or activity)
    if date.rule:
        facts = {"label": contract.field("session_date").label_id, **(date.facts or {})}
        rows.condemn(
            position,
            Finding(date.rule, "row", rows.sheet, rows.source_rows[position], place, DATASET, "session_date", facts, column.text),
        )


def _heading(column: Column) -> tuple[Any, str | None]:
    """The date of a column's heading and the activity under it."""
    read = reader("date", None)
    answers = [(level, read(level)) for level in reversed(column.levels)]
    at = next((i for i, (_, answer) in enumerate(answers) if answer.value is not None), None)
    if at is None:
        worst = next((answer for _, answer in answers if answer.rule), answers[0][1])
        return worst, None
    below = [level for level, _ in answers[:at]]
    return answers[at][1], tidy(below[-1]) if below else None


def _count(rows: Rows, table: Table, grid: Grid, index: int, position: int) -> None:
    """Ticks of one date column by sex; None where a mark or a present child's sex cannot be read."""
    present: Counter[str | None] = Counter()
    unreadable = None
    for row, mark, sex in _marks(table, grid, index):
        if mark in _TICKS:
            present[sex] += 1
        elif mark not in _ABSENT:
            unreadable = unreadable or (row, mark)
    is_known = unreadable is None and None not in present
    for sex, name in _COUNTS.items():
        rows.values[name].append(present[sex] if is_known else None)
    if not is_known:
        row, mark = unreadable or (rows.source_rows[position], "")
        rows.findings.append(
            Finding("tick_unreadable", "cell", rows.sheet, rows.source_rows[position], address(row, index), DATASET,
                    "children_male", {}, mark)
        )  # fmt: skip


def _marks(table: Table, grid: Grid, index: int) -> Iterator[tuple[int, str, str | None]]:
    sex_column = _sex_column(table)
    read = reader("sex", None)
    for row in table.data_rows:
        sex: CellValue = grid.cells[row - 1][sex_column - 1] if sex_column else ""
        yield row, tidy(grid.cells[row - 1][index - 1]), read(sex).value


def _sex_column(table: Table) -> int | None:
    return next((c.index for c in table.columns if plain(c.levels[-1]) in {"lp", "jk", "jeniskelamin", "kelamin", "sex"}), None)
