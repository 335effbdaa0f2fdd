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
from load.continuity import continuity_remarks
from load.copying import copy_rows
from load.facts import fact_table
from load.findings import add_findings, add_remarks, resolve_earlier_findings
from load.rows import add_persons, add_rows
from load.summaries import refresh_stored, touched_by
from load.warehouse import Row, Warehouse

NO_PERIOD = dt.date(1, 1, 1)
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('pmv publish'))"


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
    connection.execute(_LOCK)
    load = _open_load(connection, batch.run_id)
    file_ids = _add_files(connection, load, batch.files)
    sheet_ids = _add_sheets(connection, load, sheets, file_ids)
    for dataset, frame in batch.rows.items():
        if len(frame):
            add_rows(connection, dataset, frame, sheet_ids[dataset])
    add_persons(connection, load.load_id, batch.rows)
    add_findings(connection, load.load_id, load.recorded_at, batch.files, sheets, file_ids)
    _renew_statistics(connection, batch)
    _yield_to_newer(connection, load)
    _close_earlier(connection, load)
    paths = {file_id: file for file in batch.files if (file_id := file_ids.get(file.path)) is not None}
    remarks = ((paths[file_id], file_id, remark) for file_id, remark in continuity_remarks(connection, load.load_id))
    add_remarks(connection, load.load_id, load.recorded_at, list(remarks))
    resolve_earlier_findings(connection, load.load_id, load.recorded_at)
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


def _yield_to_newer(connection: psycopg.Connection[Row], load: Load) -> None:
    """A report older at its source than the one that stands (it came late) is kept as history and replaces nothing."""
    connection.execute(
        """
        UPDATE audit.sheet_balance AS late SET superseded_at = %(now)s, superseded_by_load = standing.load_id
        FROM audit.sheet_balance AS standing, audit.file AS standing_file, audit.file AS late_file
        WHERE late.load_id = %(load)s AND late.superseded_at IS NULL AND late.region_key <> 0 AND late_file.file_id = late.file_id
          AND standing.load_id <> %(load)s AND standing.superseded_at IS NULL AND standing.holds
          AND standing_file.file_id = standing.file_id
          AND (standing.region_key, standing.period, standing.dataset) = (late.region_key, late.period, late.dataset)
          AND standing_file.modified_at > late_file.modified_at
        """,
        {"now": load.recorded_at, "load": load.load_id},
    )


def _close_earlier(connection: psycopg.Connection[Row], load: Load) -> None:
    """Close what this load replaces: per village, dataset and period; for publications, earlier readings of the same file."""
    connection.execute(
        """
        UPDATE audit.sheet_balance AS old SET superseded_at = %(now)s, superseded_by_load = %(load)s
        FROM (SELECT DISTINCT region_key, period, dataset, CASE WHEN region_key = 0 THEN source_file END AS source_file
              FROM audit.sheet_balance WHERE load_id = %(load)s AND holds AND superseded_at IS NULL) AS new
        WHERE old.load_id <> %(load)s AND old.superseded_at IS NULL
          AND old.region_key = new.region_key AND old.period = new.period AND old.dataset = new.dataset
          AND (new.source_file IS NULL OR old.source_file = new.source_file)
        """,
        {"now": load.recorded_at, "load": load.load_id},
    )


def _refusal(error: psycopg.Error) -> CatalogueError:
    if isinstance(error, psycopg.errors.DiskFull):
        return CatalogueError("warehouse_no_space", folder="PostgreSQL")
    if isinstance(error, psycopg.errors.UndefinedTable):
        return CatalogueError("warehouse_not_prepared")
    diagnosis = error.diag  # its detail would quote the value
    table = f"{diagnosis.schema_name}.{diagnosis.table_name}"
    return CatalogueError("load_refused", table=table, constraint=diagnosis.constraint_name or diagnosis.column_name)
