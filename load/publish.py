"""Publishes a batch: one transaction, one load id, all of it or none.

Rows are copied straight into the tables they stay in: the transaction already hides them until the end, so a staging table would
only write every row twice. Facts point to their sheet, so replacing an earlier report closes its sheets and touches no row.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import psycopg

from expectations.catalogue import CatalogueError
from expectations.contract import load_contracts
from load.accounting import Sheet, sheets_of
from load.batch import Batch, FileRecord
from load.continuity import note_remarks
from load.copying import copy_rows
from load.facts import fact_table
from load.findings import add_findings, resolve_findings
from load.publishing_lock import wait_for_turn
from load.rows import add_persons, add_rows
from load.standing import settle
from load.summaries import refresh_stored, touched_by
from load.warehouse import Row, Warehouse

NO_PERIOD = dt.date(1, 1, 1)


class Load(NamedTuple):
    """A load in the making: its id and the instant its rows count from."""

    load_id: int
    recorded_at: dt.datetime


def publish(warehouse: Warehouse, batch: Batch) -> int:
    """Load a batch and return its load id; ids rise with time. Publishers queue up behind each other.

    Raises CatalogueError, with nothing loaded, when a sheet does not balance, a code is unknown or the warehouse refuses a value.
    """
    sheets = sheets_of(batch)
    with warehouse.connect("loader") as connection:
        try:
            return _publish(connection, batch, sheets)
        except (psycopg.errors.IntegrityError, psycopg.errors.DiskFull, psycopg.errors.UndefinedTable) as error:
            raise _refusal(error) from None


def _publish(connection: psycopg.Connection[Row], batch: Batch, sheets: Sequence[Sheet]) -> int:
    wait_for_turn(connection)
    load = _open_load(connection, batch.run_id)
    file_ids = _add_files(connection, load, batch.files)
    sheet_ids = _add_sheets(connection, load, sheets, file_ids)
    for dataset, frame in batch.rows.items():
        if len(frame):
            add_rows(connection, dataset, frame, sheet_ids[dataset])
    add_persons(connection, load.load_id, batch.rows)
    add_findings(connection, load.load_id, load.recorded_at, batch.files, sheets, file_ids)
    _renew_statistics(connection, batch)
    settle(connection, load.load_id)
    note_remarks(connection, load.load_id)
    resolve_findings(connection, since=load.load_id)
    refresh_stored(connection, touched_by(connection, load.load_id))
    return load.load_id


def _renew_statistics(connection: psycopg.Connection[Row], batch: Batch) -> None:
    """What was just copied has no statistics yet, and the questions that follow join it with itself."""
    contracts = load_contracts()
    tables = [fact_table(contracts[dataset]).name for dataset, frame in batch.rows.items() if len(frame)]
    for table in ("audit.sheet_balance", "audit.file", *tables):
        connection.execute(f"ANALYZE {table}".encode())


def _open_load(connection: psycopg.Connection[Row], run_id: str) -> Load:
    """The instant is taken after the lock, so that it never lies before an earlier load's."""
    connection.execute("INSERT INTO audit.run (run_id) VALUES (%s) ON CONFLICT DO NOTHING", [run_id])
    row = connection.execute(
        "INSERT INTO audit.load (run_id, recorded_at) VALUES (%s, clock_timestamp()) RETURNING load_id, recorded_at", [run_id]
    ).fetchone()
    if row is None:
        raise LookupError("the new load has no id")
    return Load(*row)


def _add_files(connection: psycopg.Connection[Row], load: Load, files: Iterable[FileRecord]) -> dict[str, int]:
    columns = (
        "load_id",
        "path",
        "sha256",
        "size",
        "format",
        "modified_at",
        "status",
        "reason_rule",
        "reason",
        "village_code",
        "period",
    )
    rows = ((load.load_id, *(getattr(file, column) for column in columns[1:])) for file in files)
    copy_rows(connection, "audit.file", columns, rows)
    return dict(connection.execute("SELECT path, file_id FROM audit.file WHERE load_id = %s", [load.load_id]).fetchall())


def _add_sheets(
    connection: psycopg.Connection[Row], load: Load, sheets: Sequence[Sheet], file_ids: Mapping[str, int]
) -> dict[str, dict[tuple[str, str], tuple[int, dt.date]]]:
    """Write the accounting; return for each dataset the sheet id and period by (source file, sheet)."""
    regions = _region_keys(connection, sheets)
    columns = (
        "load_id", "file_id", "source_file", "source_sheet", "dataset", "region_key", "period", "rows_read", "loaded",
        "quarantined", "duplicate", "ignored", "ignored_kinds", "holds", "recorded_at", "superseded_at", "superseded_by_load",
    )  # fmt: skip
    copy_rows(connection, "audit.sheet_balance", columns, (_sheet_row(load, sheet, file_ids, regions) for sheet in sheets))
    found: dict[str, dict[tuple[str, str], tuple[int, dt.date]]] = {}
    query = "SELECT dataset, source_file, source_sheet, sheet_id, period FROM audit.sheet_balance WHERE load_id = %s AND holds"
    for dataset, file, name, sheet_id, period in connection.execute(query, [load.load_id]):
        found.setdefault(dataset, {})[file, name] = (sheet_id, period)
    return found


def _sheet_row(load: Load, sheet: Sheet, file_ids: Mapping[str, int], regions: Mapping[tuple[str, dt.date | None], int]) -> Row:
    file, balance = sheet.file, sheet.balance
    region = regions[file.village_code, file.period] if file.village_code else 0
    ended = (load.recorded_at, load.load_id) if sheet.superseded else (None, None)
    counts = (balance.rows_read, balance.loaded, balance.quarantined, balance.duplicate, balance.ignored)
    place = (file_ids[file.path], file.sha256, balance.sheet, balance.dataset, region, file.period or NO_PERIOD)
    return (load.load_id, *place, *counts, json.dumps(balance.ignored_kinds), sheet.holds, load.recorded_at, *ended)


def _region_keys(connection: psycopg.Connection[Row], sheets: Sequence[Sheet]) -> dict[tuple[str, dt.date | None], int]:
    """Region keys of the villages as they were in their period. Raises CatalogueError for a code the dimension lacks."""
    wanted = sorted({(sheet.file.village_code, sheet.file.period or NO_PERIOD) for sheet in sheets if sheet.file.village_code})
    rows = connection.execute(
        "SELECT w.code, w.period, r.region_key FROM unnest(%s::text[], %s::date[]) AS w(code, period) "
        "LEFT JOIN core.dim_region AS r ON r.code = w.code AND r.level = 'village' "
        "AND daterange(r.valid_from, r.valid_to) @> greatest(w.period, date '2000-01-01')",
        [[code for code, _ in wanted], [period for _, period in wanted]],
    ).fetchall()
    unknown = [code for code, _, key in rows if key is None]
    if unknown:
        raise CatalogueError("load_unknown_code", dataset="files", field="village_code", codes=", ".join(unknown))
    return {(code, None if period == NO_PERIOD else period): key for code, period, key in rows}


def _refusal(error: psycopg.Error) -> CatalogueError:
    if isinstance(error, psycopg.errors.DiskFull):
        return CatalogueError("warehouse_no_space", folder="PostgreSQL")
    if isinstance(error, psycopg.errors.UndefinedTable):
        return CatalogueError("warehouse_not_prepared")
    diagnosis = error.diag  # its detail would quote the value
    table = f"{diagnosis.schema_name}.{diagnosis.table_name}"
    return CatalogueError("load_refused", table=table, constraint=diagnosis.constraint_name or diagnosis.column_name)
