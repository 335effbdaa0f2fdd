"""One village file read whole: who and when, the rows of every dataset, and what became of every other row.

Ties the pieces of this package together for one workbook. Takes cells and found tables, gives typed rows; opens no file and
knows no warehouse.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from expectations.catalogue import CatalogueError, Finding
from expectations.contract import village_contracts
from expectations.personal_numbers import without_personal_numbers
from extract.grid import Grid
from extract.tables.model import SheetReading, Table
from transform.attendance import DATASET as ATTENDANCE
from transform.attendance import is_attendance, read_attendance
from transform.duplicates import mark_duplicates
from transform.evidence import collect
from transform.identity import Identity, resolve
from transform.identity_numbers import warn_of_differences, withhold_shared
from transform.matching import Match, match_table
from transform.misplaced_names import names_of, withhold_names
from transform.records import Rows, read_key_value, read_rows
from transform.shifts import slipped_headers
from transform.totals import check_totals

LEAST_CONFIDENCE = 0.5
"""Below this a table's header is not certain enough to load what stands under it."""


@dataclass(slots=True)
class SheetPart:
    """What one sheet gives to one dataset (None: to none of ours).

    `rows` are its records; `held_back` counts records of a table that could not be loaded at all, `persons` are the names in it;
    `ignored` counts the other rows by kind.
    """

    sheet: str
    dataset: str | None
    rows: list[Rows] = field(default_factory=list)
    held_back: int = 0
    persons: set[str] = field(default_factory=set)
    ignored: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Submission:
    """One file's report. `identity` is None and `rejection` set where the file cannot be taken."""

    identity: Identity | None
    rejection: CatalogueError | None
    parts: list[SheetPart]


def read_submission(
    grids: Sequence[Grid],
    readings: Sequence[SheetReading],
    relative_path: str,
    regency_code: str | None,
    today: dt.date,
) -> Submission:
    """The file's identity and rows. Never raises for what a village wrote: what is wrong is in the answer."""
    parts = [part for grid, reading in zip(grids, readings, strict=True) for part in read_sheet(grid, reading)]
    if not any(part.dataset for part in parts):
        return Submission(None, CatalogueError("file_without_known_sheet", sheets=_sheet_names(grids)), parts)
    try:
        identity = resolve(collect(grids, readings, relative_path, regency_code), regency_code, today)
    except CatalogueError as rejection:
        return Submission(None, rejection, parts)
    _compare_rows(parts, identity)
    return Submission(identity, None, parts)


def _sheet_names(grids: Sequence[Grid]) -> str:
    return ", ".join(grid.name for grid in grids if not grid.hidden) or "-"


def read_sheet(grid: Grid, reading: SheetReading) -> list[SheetPart]:
    """The parts of one sheet: one a dataset, and one for rows of no dataset where there are any."""
    by_dataset: dict[str | None, SheetPart] = {}
    for table in reading.tables:
        match = _match(table, grid)
        dataset = match.contract.dataset if match else None
        part = by_dataset.setdefault(dataset, SheetPart(grid.name, dataset))
        _read_table(part, match, table, grid)
    owner = next(iter(by_dataset), None)
    outside = Counter("hidden" if reading.hidden else kind for kind in reading.ignored.values())
    if outside:
        by_dataset.setdefault(owner, SheetPart(grid.name, owner)).ignored += outside
    return list(by_dataset.values())


def _match(table: Table, grid: Grid) -> Match | None:
    if is_attendance(table):
        return Match(village_contracts()[ATTENDANCE], [], missing=())
    return match_table(table, grid)


def _read_table(part: SheetPart, match: Match | None, table: Table, grid: Grid) -> None:
    """Read a table into its part, and account for every row of it."""
    part.ignored += Counter(kind for kind in table.row_kinds.values() if kind != "data")
    if match is None:
        part.ignored["other_table"] += len(table.data_rows)
        return
    part.findings += list(_table_findings(match, table, grid))
    if not match.is_loadable or table.confidence < LEAST_CONFIDENCE:
        part.held_back += len(table.data_rows)
        part.persons |= set(names_of(_records(match, table, grid)))
        return
    rows = _records(match, table, grid)
    if table.layout == "key_value" and _is_blank(rows):
        part.ignored["blank_form"] += len(table.data_rows)
        return
    if slipped := slipped_headers(rows, match):
        part.held_back += len(table.data_rows)
        part.persons |= set(names_of(rows))
        part.findings.append(_about(match, table, grid, "columns_shifted", headers=", ".join(slipped)))
        return
    if table.layout == "tick_matrix":
        part.ignored["attendance"] += len(table.data_rows)
    elif table.layout == "key_value":
        part.ignored["label"] += len(table.data_rows) - 1
    else:
        check_totals(rows, match, table, grid)
    part.rows.append(rows)


def _records(match: Match, table: Table, grid: Grid) -> Rows:
    if table.layout == "tick_matrix":
        return read_attendance(table, grid, match.contract, _activity_of_sheet(table, grid))
    if table.layout == "key_value":
        return read_key_value(match, table, grid)
    return read_rows(match, table, grid)


def _is_blank(rows: Rows) -> bool:
    """Whether nothing at all was filled in."""
    return not rows.findings and all(value is None for values in rows.values.values() for value in values)


def _activity_of_sheet(table: Table, grid: Grid) -> str | None:
    """The activity a label above the matrix names ("Kegiatan : Bimbingan belajar")."""
    for line in table.title:
        label, colon, value = line.partition(":")
        if colon and "kegiatan" in label.casefold() and value.strip():
            return value.strip()
    return None


def _table_findings(match: Match, table: Table, grid: Grid) -> Iterator[Finding]:
    """Findings about the table as a whole: what its columns are not, and whether its header is certain."""
    for header, nearest in match.unknown.items():
        shown = without_personal_numbers(header)
        yield _about(match, table, grid, "column_unknown", header=shown, nearest=", ".join(nearest) or "-")
    for headers in match.twice.values():
        yield _about(match, table, grid, "column_twice", headers=without_personal_numbers(", ".join(headers)))
    if table.confidence < LEAST_CONFIDENCE:
        others = "; ".join(str(other.header_rows) for other in table.alternatives) or "-"
        confidence = f"{table.confidence:.2f}"
        yield _about(
            match, table, grid, "table_doubtful", header_rows=table.header_rows, confidence=confidence, alternatives=others
        )
    if match.missing:
        missing = ", ".join(match.contract.field(name).label_id for name in match.missing)
        unknown = without_personal_numbers(", ".join(match.unknown)) or "-"
        yield _about(match, table, grid, "required_column_missing", missing=missing, unknown=unknown)


def _about(match: Match, table: Table, grid: Grid, rule: str, **facts: object) -> Finding:
    """A finding about a whole table; it names the header row in its facts, since no single row is at fault."""
    facts["row"] = min(table.header_rows, default=None)
    return Finding(rule, "sheet", grid.name, dataset=match.contract.dataset, facts=facts)


def _compare_rows(parts: Sequence[SheetPart], identity: Identity) -> None:
    """What only shows when rows are held side by side: copies, shared NIKs, NIKs that do not fit, names in wrong columns."""
    district = identity.village_code.rsplit(".", 1)[0]
    by_dataset: dict[str, list[Rows]] = {}
    for part in parts:
        mark_duplicates(part.rows)
        if part.dataset:
            by_dataset.setdefault(part.dataset, []).extend(part.rows)
    for dataset, rows in by_dataset.items():
        contract = village_contracts()[dataset]
        withhold_shared(rows, contract)
        for each in rows:
            warn_of_differences(each, contract, district)
    withhold_names([rows for part in parts for rows in part.rows])
