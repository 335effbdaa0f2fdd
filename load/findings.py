"""Findings of a load: what is withheld goes to `audit.quarantine`, what only warns to `audit.check_results`.

The text as written goes to the vault alone. A newer report closes the open entries of what it replaces.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
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


def add_remarks(
    connection: psycopg.Connection[Row],
    load_id: int,
    recorded_at: dt.datetime,
    remarks: Sequence[tuple[FileRecord, int, Finding]],
) -> None:
    """Write remarks that only show in the warehouse, each with its file and the file's id."""
    rows = [_row(load_id, recorded_at, file, remark, file_id) for file, file_id, remark in remarks]
    copy_rows(connection, "audit.check_results", _COLUMNS, rows)


def resolve_earlier_findings(connection: psycopg.Connection[Row], load_id: int, recorded_at: dt.datetime) -> None:
    """Close open entries that this load answers: of the same village, period and dataset, or of a file sent again."""
    connection.execute(
        """
        UPDATE audit.quarantine AS q SET status = 'superseded', resolved_at = %(now)s, resolved_by_load = %(load)s
        WHERE q.status = 'open' AND q.load_id <> %(load)s AND (
          EXISTS (
            SELECT FROM audit.sheet_balance AS s JOIN core.dim_region AS r USING (region_key)
            WHERE s.load_id = %(load)s AND s.holds AND (r.code, s.period, s.dataset) = (q.village_code, q.period, q.dataset))
          OR EXISTS (
            SELECT FROM audit.file AS f
            WHERE f.load_id = %(load)s AND f.status IN ('loaded', 'partial')
              AND q.dataset IS NULL
              AND ((f.village_code, f.period) = (q.village_code, q.period) OR f.sha256 = q.source_file))
          OR EXISTS (
            SELECT FROM audit.file AS f
            WHERE f.load_id = %(load)s AND f.status <> 'unchanged' AND f.path = q.source_path
              AND (q.village_code IS NULL OR q.period IS NULL OR f.sha256 = q.source_file)))
        """,
        {"now": recorded_at, "load": load_id},
    )


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
