"""Which secrets belong to this warehouse: a run under another one would give every person a second key."""

from __future__ import annotations

import psycopg

from expectations.catalogue import CatalogueError
from load.warehouse import Row, Warehouse


def demand_key(warehouse: Warehouse, purpose: str, fingerprint: str, *, note_first: bool) -> None:
    """Raise CatalogueError where the warehouse belongs to another secret; note this one where it belongs to none, if wanted."""
    with warehouse.connect("loader") as connection:
        known = known_fingerprint(connection, purpose)
        if known is None and note_first:
            note_fingerprint(connection, purpose, fingerprint)
        elif known not in (None, fingerprint):
            raise CatalogueError("key_is_another", purpose=purpose)


def known_fingerprint(connection: psycopg.Connection[Row], purpose: str) -> str | None:
    """The fingerprint on record, or None."""
    row = connection.execute("SELECT fingerprint FROM audit.key_fingerprint WHERE purpose = %s", [purpose]).fetchone()
    return row[0] if row else None


def note_fingerprint(connection: psycopg.Connection[Row], purpose: str, fingerprint: str) -> None:
    """Put a secret's fingerprint on record in the place of an earlier one."""
    connection.execute(
        "INSERT INTO audit.key_fingerprint (purpose, fingerprint) VALUES (%s, %s) ON CONFLICT (purpose) DO UPDATE "
        "SET fingerprint = excluded.fingerprint, valid_since = now()",
        [purpose, fingerprint],
    )
