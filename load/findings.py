"""Findings of a load: what is withheld goes to `audit.quarantine`, what only warns to `audit.check_results`.

The text as written goes to the vault alone. A newer report closes the open entries of what it replaces.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import psycopg

from expectations.catalogue import Finding, rule, withholds
from load.accounting import Sheet
from load.batch import FileRecord
from load.copying import copy_rows, reserve_ids
from load.warehouse import Row, Warehouse

_COLUMNS = (
    "load_id", "file_id", "source_file", "source_sheet", "source_row", "cell", "level", "dataset", "field", "rule", "severity",
    "facts", "advice_id", "advice_en", "village_code", "period", "recorded_at",
)  # fmt: skip
_SHOWN = (
    "source_file", "source_path", "source_sheet", "source_row", "cell", "level", "dataset", "field", "rule", "severity",
    "advice_id", "advice_en", "village_code", "period", "load_id",
)  # fmt: skip


def open_quarantine(warehouse: Warehouse, village: str | None = None) -> list[dict[str, Any]]:
    """Open entries, a dictionary each, in the order a person would go through them; of one village when its code is given."""
    query = f"""
        SELECT {", ".join(_SHOWN)} FROM audit.quarantine
        WHERE status = 'open' AND (%(village)s::text IS NULL OR village_code = %(village)s)
        ORDER BY village_code, period, source_path, source_sheet, source_row, cell, quarantine_id
    """  # noqa: S608 - names of ours
    with warehouse.connect("loader") as connection:
        rows = connection.execute(query.encode(), {"village": village}).fetchall()
    return [dict(zip(_SHOWN, row, strict=True)) for row in rows]


def add_findings(
    connection: psycopg.Connection[Row],
    load_id: int,
    recorded_at: dt.datetime,
    files: Sequence[FileRecord],
    sheets: Sequence[Sheet],
    file_ids: Mapping[str, int],
) -> None:
    """Write all findings of a batch; those about a sheet another file of the batch replaced are closed from the start."""
    replaced = {(sheet.file.path, sheet.balance.sheet, sheet.balance.dataset) for sheet in sheets if sheet.superseded}
    withheld, noted = [], []
    for file, finding in _all_findings(files):
        row = _row(load_id, recorded_at, file, finding, file_ids[file.path])
        if withholds(finding.rule):
            ended = file.status == "superseded" or (file.path, finding.sheet, finding.dataset) in replaced
            withheld.append((row, file.path, finding.withheld, ended))
        else:
            noted.append(row)
    copy_rows(connection, "audit.check_results", _COLUMNS, noted)
    _copy_quarantine(connection, load_id, recorded_at, withheld)


def add_remarks(connection: psycopg.Connection[Row], load_id: int, remarks: Iterable[tuple[int, Finding]]) -> None:
    """Write remarks on a load that only show in the warehouse, each with the id of its file."""
    query = """
        SELECT f.file_id, l.recorded_at, f.path, f.sha256, f.size, f.format, f.modified_at, f.status, f.reason_rule, f.reason,
               f.village_code, f.period
        FROM audit.file AS f JOIN audit.load AS l USING (load_id) WHERE load_id = %s
    """
    files = {file_id: (recorded_at, FileRecord(*file)) for file_id, recorded_at, *file in connection.execute(query, [load_id])}
    rows = (_row(load_id, *files[file_id], remark, file_id) for file_id, remark in remarks)
    copy_rows(connection, "audit.check_results", _COLUMNS, rows)


def resolve_findings(connection: psycopg.Connection[Row], since: int = 0) -> None:
    """Close open entries that a load from `since` on answers, each by the first that does.

    A load answers entries of loads before it: of a village, period and dataset it reports as the newest at that time, or of a
    file sent again. Entries of a report that came after a newer one are closed by that.
    """
    connection.execute(_RESOLVE, {"since": since})


_RESOLVE = """
    WITH open_entry AS MATERIALIZED (SELECT * FROM audit.quarantine WHERE status = 'open'),
    answer AS (
      SELECT q.quarantine_id, s.load_id
      FROM open_entry AS q
      JOIN core.dim_region AS r ON r.code = q.village_code
      JOIN audit.sheet_balance AS s ON (s.region_key, s.period, s.dataset) = (r.region_key, q.period, q.dataset)
      WHERE s.load_id >= %(since)s AND s.load_id > q.load_id AND s.holds AND coalesce(s.superseded_by_load >= s.load_id, true)
      UNION ALL
      SELECT q.quarantine_id, f.load_id
      FROM open_entry AS q JOIN audit.file AS f ON f.village_code = q.village_code AND f.period = q.period
      WHERE f.load_id >= %(since)s AND f.load_id > q.load_id AND q.dataset IS NULL AND f.status IN ('loaded', 'partial')
      UNION ALL
      SELECT q.quarantine_id, f.load_id
      FROM open_entry AS q JOIN audit.file AS f ON f.sha256 = q.source_file
      WHERE f.load_id >= %(since)s AND f.load_id > q.load_id AND q.dataset IS NULL AND f.status IN ('loaded', 'partial')
      UNION ALL
      SELECT q.quarantine_id, f.load_id
      FROM open_entry AS q JOIN audit.file AS f ON f.path = q.source_path
      WHERE f.load_id >= %(since)s AND f.load_id > q.load_id AND f.status <> 'unchanged'
        AND (q.village_code IS NULL OR q.period IS NULL OR f.sha256 = q.source_file)),
    late AS (
      SELECT q.quarantine_id, q.load_id, s.superseded_by_load AS newer
      FROM open_entry AS q
      JOIN audit.sheet_balance AS s ON (s.file_id, s.source_sheet, s.dataset) = (q.file_id, q.source_sheet, q.dataset)
      WHERE s.superseded_by_load < s.load_id),
    closing AS (
      SELECT quarantine_id, newer AS answered_by, load_id AS closed_with FROM late
      UNION ALL
      SELECT quarantine_id, min(load_id), min(load_id) FROM answer JOIN audit.load AS l USING (load_id)
      WHERE l.status = 'published' AND quarantine_id NOT IN (SELECT quarantine_id FROM late) GROUP BY quarantine_id)
    UPDATE audit.quarantine AS q SET status = 'superseded', resolved_at = l.recorded_at, resolved_by_load = c.answered_by
    FROM closing AS c JOIN audit.load AS l ON l.load_id = c.closed_with
    WHERE q.quarantine_id = c.quarantine_id
"""


def _all_findings(files: Sequence[FileRecord]) -> Iterator[tuple[FileRecord, Finding]]:
    for file in files:
        yield from ((file, finding) for finding in file.findings)
        if file.status == "rejected" and file.reason_rule and not any(finding.level == "file" for finding in file.findings):
            yield file, Finding(file.reason_rule, "file", facts={"path": file.path})


def _row(load_id: int, recorded_at: dt.datetime, file: FileRecord, finding: Finding, file_id: int) -> Row:
    found = rule(finding.rule)
    place = (finding.sheet, finding.row, finding.cell, finding.level, finding.dataset, finding.field)
    facts = json.dumps(finding.facts, ensure_ascii=False, default=str)
    advice = (found.advice_id(finding.facts), found.advice_en(finding.facts))
    return (
        load_id,
        file_id,
        file.sha256,
        *place,
        finding.rule,
        found.severity,
        facts,
        *advice,
        file.village_code,
        file.period,
        recorded_at,
    )


def _copy_quarantine(
    connection: psycopg.Connection[Row],
    load_id: int,
    recorded_at: dt.datetime,
    withheld: Sequence[tuple[Row, str, str | None, bool]],
) -> None:
    ids = reserve_ids(connection, "audit.quarantine_quarantine_id_seq", len(withheld))
    columns = ("quarantine_id", *_COLUMNS, "source_path", "status", "resolved_at", "resolved_by_load")
    closed, still_open = ("superseded", recorded_at, load_id), ("open", None, None)
    rows = (
        (number, *row, path, *(closed if ended else still_open))
        for number, (row, path, _, ended) in zip(ids, withheld, strict=True)
    )
    copy_rows(connection, "audit.quarantine", columns, rows)
    values = ((number, raw.replace("\x00", "")) for number, (_, _, raw, _) in zip(ids, withheld, strict=True) if raw is not None)
    copy_rows(connection, "vault.quarantine_value", ("quarantine_id", "raw_value"), values)
