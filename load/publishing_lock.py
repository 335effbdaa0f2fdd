"""Who changes what was loaded waits for whoever is at it: publishing, taking back, erasing, configuring, backing up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from load.warehouse import Row, Warehouse


def wait_for_turn(connection: psycopg.Connection[Row]) -> None:
    """Hold the lock until the end of this transaction; others queue up behind it."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtext('pmv publish'))")


@contextmanager
def publishing_paused(warehouse: Warehouse) -> Iterator[psycopg.Connection[Row]]:
    """The loader's connection in one transaction; nobody publishes meanwhile."""
    with warehouse.connect("loader") as connection:
        wait_for_turn(connection)
        yield connection
