"""What is older than it may be kept: personal rows, withheld texts, received files. Finds and deletes; when that is, is told.

A report's age counts from its month. Facts stay as anonymous counts (`load.forgetting`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import psycopg

from expectations.contract import load_contracts
from load.facts import personal_table
from load.forgetting import PersonalRow, person_tables, select_rows
from load.warehouse import Row

Cutoffs = Mapping[str, dt.date]
"""By dataset, the first month that is still kept."""


def count_expired_rows(connection: psycopg.Connection[Row], cutoffs: Cutoffs) -> dict[str, int]:
    """Personal rows past their time, by dataset; datasets without any are left out."""
    counts = {}
    for table, dataset in _personal_tables():
        query = f"SELECT count(*) FROM {table} AS f JOIN audit.sheet_balance AS s USING (sheet_id) WHERE s.period < %s"  # noqa: S608
        row = connection.execute(query.encode(), [cutoffs[dataset]]).fetchone()
        if row and row[0]:
            counts[dataset] = int(row[0])
    return counts


def expired_persons(connection: psycopg.Connection[Row], cutoffs: Cutoffs) -> list[PersonalRow]:
    """Rows about persons past their time."""
    return [
        row
        for contract, personal in person_tables()
        for row in select_rows(connection, contract, personal, "s.period < %(cutoff)s", {"cutoff": cutoffs[contract.dataset]})
    ]


def delete_expired_rows(connection: psycopg.Connection[Row], cutoffs: Cutoffs) -> None:
    """Delete what is left in `vault` of reports past their time: rows that name nobody but an officer or a leader."""
    for table, dataset in _personal_tables():
        statement = f"DELETE FROM {table} AS f USING audit.sheet_balance AS s WHERE s.sheet_id = f.sheet_id AND s.period < %s"  # noqa: S608
        connection.execute(statement.encode(), [cutoffs[dataset]])


def expired_texts(connection: psycopg.Connection[Row], cutoffs: Cutoffs, unread_before: dt.date) -> list[int]:
    """Ids of withheld texts past their time; what belongs to no dataset or month counts from when it came."""
    rows = connection.execute(
        "SELECT v.quarantine_id, q.dataset, q.period, q.recorded_at::date FROM vault.quarantine_value AS v "
        "JOIN audit.quarantine AS q USING (quarantine_id)"
    )
    return [
        number
        for number, dataset, period, recorded_on in rows
        if (period < cutoffs[dataset] if dataset in cutoffs and period else recorded_on < unread_before)
    ]


def delete_texts(connection: psycopg.Connection[Row], ids: list[int]) -> None:
    """Delete withheld texts."""
    connection.execute("DELETE FROM vault.quarantine_value WHERE quarantine_id = ANY(%s)", [ids])


def expired_files(connection: psycopg.Connection[Row], cutoffs: Cutoffs, unread_before: dt.date) -> list[str]:
    """SHA-256 of received files of which any dataset is past its time; those that gave none count from when they came."""
    rows = connection.execute(
        "SELECT f.sha256, s.dataset, s.period, l.recorded_at::date FROM audit.file AS f JOIN audit.load AS l USING (load_id) "
        "LEFT JOIN audit.sheet_balance AS s ON s.file_id = f.file_id AND s.dataset IS NOT NULL AND s.holds "
        "WHERE f.status <> 'unchanged' AND f.sha256 <> ''"
    ).fetchall()
    read = {sha for sha, dataset, _, _ in rows if dataset}
    return sorted(
        {
            sha
            for sha, dataset, period, recorded_on in rows
            if (period < cutoffs.get(dataset, dt.date.min) if dataset else sha not in read and recorded_on < unread_before)
        }
    )


def _personal_tables() -> list[tuple[str, str]]:
    tables = ((personal_table(contract), contract.dataset) for contract in load_contracts().values())
    return [(table.name, dataset) for table, dataset in tables if table is not None]
