"""Ends what readers let run too long: a statement timeout is a default that a user can switch off, this is not.

Both long queries and transactions left open count; an open one keeps every old version of every row alive.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import psycopg

from expectations.catalogue import CatalogueError
from load.roles import administrator
from load.warehouse import READERS, Warehouse

_TOO_LONG = """
    SELECT a.pid, a.usename::text, a.state, extract(epoch FROM now() - started)::float8,
           pg_terminate_backend(a.pid)
    FROM (SELECT *, CASE WHEN state = 'active' THEN query_start ELSE xact_start END AS started FROM pg_stat_activity) AS a
    WHERE a.datname = current_database() AND a.state IN ('active', 'idle in transaction', 'idle in transaction (aborted)')
      AND a.started < now() - %(limit)s AND NOT pg_has_role(a.usesysid, 'pmv_loader', 'MEMBER')
      AND EXISTS (SELECT FROM unnest(%(readers)s::text[]) AS r WHERE pg_has_role(a.usesysid, r::regrole, 'MEMBER'))
"""


class Ended(NamedTuple):
    """A session that was ended: process, login, what it did and for how many seconds. Never the query: it may hold a NIK."""

    pid: int
    login: str
    state: str
    seconds: float
    is_ended: bool


def end_long_queries(warehouse: Warehouse, limit: dt.timedelta) -> list[Ended]:
    """End sessions of the reading roles, and of accounts on top of them, that have been at it longer than `limit`.

    Raises CatalogueError with the statement for the administrator where this login may not end others' sessions.
    """
    parameters = {"limit": limit, "readers": list(READERS.values())}
    with administrator(warehouse) as connection:
        try:
            return [Ended(*row) for row in connection.execute(_TOO_LONG, parameters)]
        except psycopg.errors.InsufficientPrivilege:
            raise CatalogueError("watchdog_may_not", login=connection.info.user) from None
