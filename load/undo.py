"""Takes one load back: what is left is what the other loads say by themselves. The record that it happened stays in `audit`.

What stands, what is answered and what is remarked are rules over the loads that are there (`standing`, `findings`, `continuity`).
So a load that later ones stand on is no special case: without it, the rules are asked again.
"""

from __future__ import annotations

import psycopg

from expectations.catalogue import CatalogueError
from expectations.contract import load_contracts
from load.continuity import loads_beside, note_remarks
from load.facts import fact_table, personal_table
from load.findings import resolve_findings
from load.forgetting import drop_unreferenced_persons, person_tables
from load.publishing_lock import publishing_paused
from load.standing import settle
from load.summaries import refresh_stored, touched_by
from load.warehouse import Row, Warehouse


def undo(warehouse: Warehouse, load_id: int) -> None:
    """Take a load back in one transaction. Raises CatalogueError when there is no such load, or it was taken back before."""
    with publishing_paused(warehouse) as connection:
        _mark_undone(connection, load_id)
        settle(connection, load_id)
        touched, beside = touched_by(connection, load_id), loads_beside(connection, load_id)
        _delete_rows(connection, load_id)
        _delete_members(connection)
        _reassign_persons(connection, load_id)
        _answer_again(connection, load_id)
        for later in beside:
            note_remarks(connection, later)
        refresh_stored(connection, touched)


def _mark_undone(connection: psycopg.Connection[Row], load_id: int) -> None:
    marked = connection.execute(
        "UPDATE audit.load SET status = 'undone', undone_at = now() WHERE load_id = %s AND status = 'published'", [load_id]
    )
    if not marked.rowcount:
        raise CatalogueError("load_unknown", load_id=load_id)


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


def _delete_members(connection: psycopg.Connection[Row]) -> None:
    """Persons, occupations and publications that no row points to any more."""
    drop_unreferenced_persons(connection)
    for dimension, key, fact in (
        ("core.dim_occupation", "occupation_key", "core.fact_migrant_register"),
        ("core.dim_publication", "publication_key", "core.fact_bp2mi_figures"),
    ):
        statement = (
            f"DELETE FROM {dimension} AS d WHERE d.{key} <> 0 AND NOT EXISTS (SELECT FROM {fact} AS f WHERE f.{key} = d.{key})"  # noqa: S608
        )
        connection.execute(statement.encode())


def _reassign_persons(connection: psycopg.Connection[Row], load_id: int) -> None:
    """Persons the load was the first to bring are now first known from the next that brought them."""
    rows = " UNION ALL ".join(
        f"SELECT f.person_key, s.load_id FROM {fact_table(contract).name} AS f JOIN audit.sheet_balance AS s USING (sheet_id)"  # noqa: S608
        for contract, _ in person_tables()
    )
    connection.execute(
        f"UPDATE vault.person AS p SET first_load_id = r.load_id FROM (SELECT person_key, min(load_id) AS load_id "  # noqa: S608
        f"FROM ({rows}) AS f GROUP BY person_key) AS r WHERE p.person_key = r.person_key AND p.first_load_id = %s".encode(),
        [load_id],
    )


def _answer_again(connection: psycopg.Connection[Row], load_id: int) -> None:
    """Its own entries are moot; those it answered, and those of its villages and months, ask again who answers them."""
    connection.execute(
        "UPDATE audit.quarantine SET status = 'undone', resolved_at = now(), resolved_by_load = NULL WHERE load_id = %s",
        [load_id],
    )
    connection.execute(
        """
        UPDATE audit.quarantine AS q SET status = 'open', resolved_at = NULL, resolved_by_load = NULL
        WHERE q.status = 'superseded' AND q.resolved_by_load <> q.load_id AND (q.resolved_by_load = %(load)s OR EXISTS (
          SELECT FROM audit.file AS f WHERE f.load_id = %(load)s AND (f.village_code, f.period) = (q.village_code, q.period)))
        """,
        {"load": load_id},
    )
    resolve_findings(connection)
