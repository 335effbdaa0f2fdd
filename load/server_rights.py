"""What the warehouse needs of a managed server and this login may not give itself: the statements an administrator has to run.

Only asks. What may be made is made in `roles`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import psycopg
from psycopg import sql

from load.warehouse import LOADER, READERS, Row

ROLES = (LOADER, *READERS.values())
_OF_THE_LOADER = ("CONNECT", "CREATE", "TEMPORARY")
_OF_READERS = ("CONNECT",)


def missing_roles(connection: psycopg.Connection[Row]) -> list[str]:
    """Roles of ours that do not exist."""
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])}
    return [role for role in ROLES if role not in there]


def statements_for_the_administrator(connection: psycopg.Connection[Row]) -> list[str]:
    """Everything lacking that this login may not make itself; empty where it can go on."""
    missing, may_create = missing_roles(connection), may_create_roles(connection)
    statements: list[sql.Composable] = []
    if not may_create:
        statements += [sql.SQL("CREATE ROLE {} LOGIN PASSWORD '…'").format(sql.Identifier(role)) for role in missing]
    if not (LOADER in missing and may_create) and not _acts_for_loader(connection, missing):
        statements.append(sql.SQL("GRANT {} TO {}").format(sql.Identifier(LOADER), sql.Identifier(connection.info.user)))
    if not owns_database(connection):
        statements += _database_rights(connection, missing)
    return [f"{statement.as_string(connection)};" for statement in statements]


def may_create_roles(connection: psycopg.Connection[Row]) -> bool:
    """Whether this login may make roles."""
    return _is_true(connection, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")


def owns_database(connection: psycopg.Connection[Row]) -> bool:
    """Whether this login may do with the database what its owner may."""
    return _is_true(connection, "SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()")


def is_superuser(connection: psycopg.Connection[Row]) -> bool:
    """Whether nothing is forbidden to this login."""
    return _is_true(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")


def _acts_for_loader(connection: psycopg.Connection[Row], missing: Sequence[str]) -> bool:
    """Whether this login may act for the loader, to whom everything belongs."""
    return LOADER not in missing and _is_true(connection, "SELECT pg_has_role(%s, 'MEMBER')", LOADER)


def _database_rights(connection: psycopg.Connection[Row], missing: Sequence[str]) -> Iterator[sql.Composable]:
    database = sql.Identifier(connection.info.dbname)
    for role in ROLES:
        rights = _OF_THE_LOADER if role == LOADER else _OF_READERS
        if role in missing or not all(_has_right(connection, role, right) for right in rights):
            yield sql.SQL("GRANT {} ON DATABASE {} TO {}").format(sql.SQL(", ".join(rights)), database, sql.Identifier(role))


def _has_right(connection: psycopg.Connection[Row], role: str, right: str) -> bool:
    return _is_true(connection, "SELECT has_database_privilege(%s, current_database(), %s)", role, right)


def _is_true(connection: psycopg.Connection[Row], question: str, *parameters: str) -> bool:
    answer = connection.execute(question.encode(), parameters).fetchone()
    return bool(answer and answer[0])
