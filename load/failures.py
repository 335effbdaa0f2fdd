"""What an error of PostgreSQL means to who runs the program, where its kind alone says it.

The error's own text is left out: it may quote a value. Errors only a programmer can explain are not explained here.
"""

from __future__ import annotations

import psycopg
from psycopg import errors

from expectations.catalogue import CatalogueError

_RULES: tuple[tuple[tuple[type[psycopg.Error], ...], str], ...] = (
    (
        (
            errors.UndefinedTable,
            errors.UndefinedColumn,
            errors.UndefinedFunction,
            errors.UndefinedObject,
            errors.InvalidSchemaName,
        ),
        "warehouse_not_current",
    ),
    ((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction), "warehouse_right_missing"),
    ((errors.QueryCanceled,), "warehouse_time_limit"),
    ((errors.DiskFull,), "warehouse_server_full"),
    ((psycopg.OperationalError,), "warehouse_interrupted"),
)


def explained(error: psycopg.Error) -> CatalogueError | None:
    """The catalogue's words for an error, or None."""
    for kinds, rule_id in _RULES:
        if isinstance(error, kinds):
            return CatalogueError(rule_id, kind=type(error).__name__, place=_place(error))
    return None


def _place(error: psycopg.Error) -> str:
    """What the server names: "table audit.load", else the error's number."""
    found = error.diag.message_primary if isinstance(error, errors.InsufficientPrivilege) else None
    return found or error.sqlstate or "no number"
