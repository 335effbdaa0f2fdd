"""Takes one load back: its rows go, what it replaced stands again. The record that it happened stays in `audit`."""

from __future__ import annotations

import psycopg

from expectations.catalogue import CatalogueError
from expectations.contract import load_contracts
from load.facts import fact_table, has_person, personal_table
from load.summaries import refresh_stored, touched_by
from load.warehouse import Row, Warehouse


def undo(warehouse: Warehouse, load_id: int) -> None:
    """Take a load back in one transaction.

    Raises CatalogueError when there is no such load, or when later loads have replaced parts of it: those must go first.
    """
    with warehouse.connect("loader") as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('pmv publish'))")
        _demand_undoable(connection, load_id)
        touched = touched_by(connection, load_id)
        _delete_rows(connection, load_id)
        _reopen(connection, load_id)
        refresh_stored(connection, touched)


def _demand_undoable(connection: psycopg.Connection[Row], load_id: int) -> None:
    if connection.execute("SELECT FROM audit.load WHERE load_id = %s AND status = 'published'", [load_id]).fetchone() is None:
        raise CatalogueError("load_unknown", load_id=load_id)
    later = connection.execute(
        "SELECT DISTINCT superseded_by_load FROM audit.sheet_balance WHERE load_id = %s AND superseded_by_load <> %s ORDER BY 1",
        [load_id, load_id],
    ).fetchall()
    if later:
        raise CatalogueError("undo_superseded", load_id=load_id, later=", ".join(str(number) for (number,) in later))


def _delete_rows(connection: psycopg.Connection[Row], load_id: int) -> None:
    of_the_load = "s.sheet_id = f.sheet_id AND s.load_id = %s"
    for contract in load_contracts().values():
        for table in filter(None, (personal_table(contract), fact_table(contract))):
            statement = f"DELETE FROM {table.name} AS f USING audit.sheet_balance AS s WHERE {of_the_load}"  # noqa: S608
            connection.execute(statement.encode(), [load_id])
    connection.execute(
        "DELETE FROM vault.quarantine_value AS v USING audit.quarantine AS q "
        "WHERE q.quarantine_id = v.quarantine_id AND q.load_id = %s",
        [load_id],
    )
    connection.execute("DELETE FROM audit.sheet_balance WHERE load_id = %s", [load_id])
    _delete_orphans(connection, load_id)


def _delete_orphans(connection: psycopg.Connection[Row], load_id: int) -> None:
    """Persons, occupations and publications that came with the load and that no row points to any more."""
    unused = " AND ".join(
        f"NOT EXISTS (SELECT FROM {table} AS r WHERE r.person_key = p.person_key)" for table in _person_tables()
    )
    connection.execute(f"DELETE FROM vault.person AS p WHERE p.first_load_id = %s AND {unused}".encode(), [load_id])  # noqa: S608
    for dimension, key, fact in (
        ("core.dim_occupation", "occupation_key", "core.fact_migrant_register"),
        ("core.dim_publication", "publication_key", "core.fact_bp2mi_figures"),
    ):
        statement = (
            f"DELETE FROM {dimension} AS d WHERE d.{key} <> 0 AND NOT EXISTS (SELECT FROM {fact} AS f WHERE f.{key} = d.{key})"  # noqa: S608
        )
        connection.execute(statement.encode())


def _person_tables() -> list[str]:
    return [
        table.name
        for contract in load_contracts().values()
        if has_person(contract) and (table := personal_table(contract)) is not None
    ]


def _reopen(connection: psycopg.Connection[Row], load_id: int) -> None:
    for statement in (
        "UPDATE audit.sheet_balance SET superseded_at = NULL, superseded_by_load = NULL WHERE superseded_by_load = %s",
        "UPDATE audit.quarantine SET status = 'open', resolved_at = NULL, resolved_by_load = NULL WHERE resolved_by_load = %s",
        "UPDATE audit.quarantine SET status = 'undone', resolved_at = now() WHERE load_id = %s",
        "UPDATE audit.load SET status = 'undone', undone_at = now() WHERE load_id = %s",
    ):
        connection.execute(statement, [load_id])
