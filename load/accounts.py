"""Named accounts of people and BI tools: logins that have the rights of one reading role, and of one region where that is wanted.

An account inherits what its role may read and nothing else; it cannot become the role (from PostgreSQL 16 on), make anything or
pass the account on. Which region it sees stands in `audit.account` (`load.scoping`). Passwords are shown once and kept nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import sql

from expectations.catalogue import CatalogueError, UsageError
from load.forgetting import record_event
from load.passwords import keep_password, new_password
from load.roles import add_conveniences, administrator
from load.server_rights import ROLES
from load.warehouse import READERS, Reader, Row, Warehouse

_NAME = re.compile(r"(?!pg_|pmv_|postgres$)[a-z][a-z0-9_]{2,40}")
_MEMBERSHIP_OPTIONS_FROM = 160_000
_CONNECTIONS = 20


class Account(NamedTuple):
    """One account. `region_code` None: it sees all regions. `is_there`: the server knows the login."""

    name: str
    role: str
    region_code: str | None
    created_at: dt.datetime
    password_from: dt.datetime
    is_there: bool


def add_account(warehouse: Warehouse, name: str, role: Reader, region_code: str | None = None) -> str:
    """Make an account and return its password. Raises CatalogueError for an impossible name or region, or for lack of rights."""
    if not _NAME.fullmatch(name):
        raise UsageError("account_name_wrong", name=name)
    password, group = new_password(), READERS[role]
    with _administering(warehouse, name, group) as server, warehouse.connect("loader") as connection:
        _demand_region(connection, region_code)
        _create_login(server, name, group, password)
        connection.execute(
            "INSERT INTO audit.account (account, group_role, region_code) VALUES (%s, %s, %s)", [name, group, region_code]
        )
        record_event(connection, "account", {"action": "added", "account": name, "role": group, "region": region_code})
    return password


def rotate_password(warehouse: Warehouse, name: str) -> str:
    """Give an account, or one of the fixed roles, a new password and return it. Sessions that are open stay open."""
    password = new_password()
    with _administering(warehouse, name, name) as server, warehouse.connect("loader") as connection:
        if name not in ROLES:
            _demand_account(connection, name)
            connection.execute("UPDATE audit.account SET password_from = now() WHERE account = %s", [name])
        server.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(password)))
        record_event(connection, "account", {"action": "rotated", "account": name})
    if name in ROLES:
        keep_password(warehouse.home, name, password)
    return password


def remove_account(warehouse: Warehouse, name: str) -> None:
    """End an account: its sessions, its login, its region. Raises CatalogueError where there is no such account."""
    with _administering(warehouse, name, name) as server, warehouse.connect("loader") as connection:
        _demand_account(connection, name)
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [name])
        server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute("DELETE FROM audit.account WHERE account = %s", [name])
        record_event(connection, "account", {"action": "removed", "account": name})


def list_accounts(warehouse: Warehouse) -> list[Account]:
    """All accounts by name."""
    query = """
        SELECT a.account, a.group_role, a.region_code, a.created_at, a.password_from, r.oid IS NOT NULL
        FROM audit.account AS a LEFT JOIN pg_roles AS r ON r.rolname = a.account ORDER BY 1
    """
    with warehouse.connect("loader") as connection:
        return [Account(*row) for row in connection.execute(query)]


@contextmanager
def _administering(warehouse: Warehouse, name: str, group: str) -> Iterator[psycopg.Connection[Row]]:
    """A login that may make roles, in a transaction that ends after the warehouse's own."""
    with administrator(warehouse) as connection:
        try:
            yield connection
        except psycopg.errors.InsufficientPrivilege:
            statements = f"CREATE ROLE {name} LOGIN PASSWORD '…'; GRANT {group} TO {name};"
            raise CatalogueError("account_needs_administrator", login=connection.info.user, statements=statements) from None
        except psycopg.errors.DuplicateObject:
            raise CatalogueError("account_exists", name=name) from None


def _create_login(server: psycopg.Connection[Row], name: str, group: str, password: str) -> None:
    login, role = sql.Identifier(name), sql.Identifier(group)
    server.execute(
        sql.SQL("CREATE ROLE {} LOGIN INHERIT CONNECTION LIMIT {} PASSWORD {}").format(
            login, sql.Literal(_CONNECTIONS), sql.Literal(password)
        )
    )
    options = " WITH INHERIT TRUE, SET FALSE" if server.info.server_version >= _MEMBERSHIP_OPTIONS_FROM else ""
    server.execute(sql.SQL("GRANT {} TO {}" + options).format(role, login))
    add_conveniences(server, name, is_logged=group == READERS["dpo"])


def _demand_region(connection: psycopg.Connection[Row], region_code: str | None) -> None:
    known = "SELECT FROM core.dim_region WHERE code = %s AND valid_to IS NULL"
    if region_code is not None and connection.execute(known, [region_code]).fetchone() is None:
        raise UsageError("account_region_unknown", region=region_code)


def _demand_account(connection: psycopg.Connection[Row], name: str) -> None:
    if connection.execute("SELECT FROM audit.account WHERE account = %s", [name]).fetchone() is None:
        raise UsageError("account_unknown", name=name)
