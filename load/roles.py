"""Roles and what they may do: the wall between the office's queries and people's data.

Grants are the wall. Read-only default, statement timeout and search path are conveniences a user can switch off. Roles are made
only where they are missing; on a managed server those the administrator made are used as they are.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from expectations.catalogue import CatalogueError
from load import server
from load.passwords import has_password, keep_password, new_password
from load.server_rights import ROLES, is_superuser, missing_roles, owns_database, statements_for_the_administrator
from load.warehouse import DATABASE, LOADER, READERS, STATEMENT_TIMEOUT, Row, Warehouse

READABLE = {"pmv_bi": ("mart",), "pmv_office": ("mart", "core", "audit"), "pmv_dpo": ("mart", "core", "audit", "vault")}

_SHUT_FUNCTIONS = """
DO $$
DECLARE one regprocedure;
BEGIN
  FOR one IN SELECT p.oid FROM pg_proc p
             WHERE p.pronamespace = 'pg_catalog'::regnamespace
               AND p.proname ~ '^(lo_|loread|lowrite|pg_(try_)?advisory_|pg_(terminate|cancel)_backend$|pg_logical_emit_message$)'
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pmv_loader', one);
  END LOOP;
END $$
"""


def prepare_server(warehouse: Warehouse) -> None:
    """Make the roles and the database that are missing and shut what PostgreSQL leaves open to everybody.

    Raises CatalogueError when roles or rights are missing and this login may not make them; then nothing was changed.
    """
    if warehouse.embedded:
        _prepare_embedded(warehouse)
        return
    with administrator(warehouse) as connection:
        if statements := statements_for_the_administrator(connection):
            raise CatalogueError("warehouse_role_missing", login=connection.info.user, statements=" ".join(statements))
        _ensure_roles(warehouse, connection)
        if owns_database(connection):
            _shut_database(connection)
        if is_superuser(connection):
            connection.execute(_SHUT_FUNCTIONS)


def grant_reading(connection: psycopg.Connection[Row]) -> None:
    """Let each reading role see its schemas and nothing else. Idempotent; runs as the owner of the schemas."""
    for schema in ("core", "mart", "audit", "vault"):
        name = sql.Identifier(schema)
        readers = [role for role, schemas in READABLE.items() if schema in schemas]
        for role in READABLE:
            rights = sql.SQL("GRANT {} TO {}" if role in readers else "REVOKE {} FROM {}")
            for right in (sql.SQL("USAGE ON SCHEMA {}").format(name), sql.SQL("SELECT ON ALL TABLES IN SCHEMA {}").format(name)):
                connection.execute(rights.format(right, sql.Identifier(role)))


def _prepare_embedded(warehouse: Warehouse) -> None:
    with _superuser(warehouse, "postgres") as connection:
        connection.autocommit = True
        _ensure_roles(warehouse, connection)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(LOADER)))
        for other in ("postgres", "template1"):
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(other)))
    with _superuser(warehouse, DATABASE) as connection:
        _shut_database(connection)
        connection.execute(_SHUT_FUNCTIONS)


def _superuser(warehouse: Warehouse, database: str) -> psycopg.Connection[Row]:
    return warehouse.login_as(server.SUPERUSER, warehouse.password(server.SUPERUSER), dbname=database)


def administrator(warehouse: Warehouse) -> psycopg.Connection[Row]:
    """A connection of the login that may make roles: the embedded server's superuser; elsewhere the login of the URL."""
    if warehouse.login is None:
        return warehouse.login_as(server.SUPERUSER, warehouse.password(server.SUPERUSER))
    return warehouse.login_as(*warehouse.login)


def _ensure_roles(warehouse: Warehouse, connection: psycopg.Connection[Row]) -> None:
    missing = missing_roles(connection)
    for role in missing:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    for role in (
        missing
        if not warehouse.embedded
        else [role for role in ROLES if role in missing or not has_password(warehouse.home, role)]
    ):
        _give_password(warehouse, connection, role)
    for role in missing:
        if role != LOADER:
            add_conveniences(connection, role, is_logged=role == READERS["dpo"])
    if LOADER in missing and not warehouse.embedded:
        _lend_loader(connection)


def _give_password(warehouse: Warehouse, connection: psycopg.Connection[Row], role: str) -> None:
    password = warehouse.passwords.get(role) or new_password()
    keep_password(warehouse.home, role, password)
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))


def add_conveniences(connection: psycopg.Connection[Row], role: str, *, is_logged: bool) -> None:
    """Give a reading login its defaults, which it may switch off. `is_logged`: the server notes each of its statements."""
    settings = {"default_transaction_read_only": "on", "statement_timeout": STATEMENT_TIMEOUT, "search_path": "mart, core, audit"}
    if is_logged and is_superuser(connection):
        settings["log_statement"] = "all"  # a read-only session cannot write an access log of its own
    for name, value in settings.items():
        connection.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(*_setting(role, name, value)))


def _setting(role: str, name: str, value: str) -> tuple[sql.Composable, ...]:
    values = sql.SQL(", ").join(sql.Literal(part) for part in value.split(", "))
    return sql.Identifier(role), sql.Identifier(name), values


def _lend_loader(connection: psycopg.Connection[Row]) -> None:
    """On a server the login that upgrades acts for the loader, to whom everything belongs."""
    loader, database = sql.Identifier(LOADER), sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(loader))
    connection.execute(sql.SQL("GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {} TO {}").format(database, loader))


def _shut_database(connection: psycopg.Connection[Row]) -> None:
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    if is_superuser(connection):
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    readers = sql.SQL(", ").join(sql.Identifier(role) for role in READABLE)
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(database, sql.Identifier(LOADER), readers))
