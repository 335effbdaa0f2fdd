"""A database of a test's own: a copy of an untouched one on the session's server, made in a moment."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from load import server
from load.warehouse import DATABASE, LOADER, Row, Warehouse

TEMPLATE = f"{DATABASE}_template"


@contextmanager
def own_database(warehouse: Warehouse, name: str) -> Iterator[Warehouse]:
    """A prepared warehouse without data under this name; gone afterwards."""
    with superuser(warehouse) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {LOADER}".encode())
    yield dataclasses.replace(warehouse, address={**warehouse.address, "dbname": name})
    with superuser(warehouse) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def superuser(warehouse: Warehouse) -> psycopg.Connection[Row]:
    """The superuser's connection to the server, outside of any transaction."""
    connection = warehouse.login_as(server.SUPERUSER, warehouse.password(server.SUPERUSER), dbname="postgres")
    connection.autocommit = True
    return connection
