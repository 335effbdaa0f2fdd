"""Fixtures for every test folder: one embedded warehouse for the whole session, and quick empty copies of it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

import psycopg
import pytest

from load import server
from load.schema import upgrade
from load.warehouse import DATABASE, LOADER, Row, Warehouse

TEMPLATE = f"{DATABASE}_template"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A prepared warehouse on a real embedded server, shared by the session: tests must not rely on it being empty."""
    home = tmp_path_factory.mktemp("pmv_home")
    try:
        opened = Warehouse.open(home)
        upgrade(opened)
        with _superuser(opened) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {DATABASE} OWNER {LOADER}".encode())
        yield opened
    finally:
        server.stop(home)


@pytest.fixture
def empty_warehouse(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A prepared warehouse without data, a test's own: a copy of an untouched database on the session's server."""
    name = f"{DATABASE}_{next(_numbers)}"
    with _superuser(warehouse) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {LOADER}".encode())
    yield dataclasses.replace(warehouse, address={**warehouse.address, "dbname": name})
    with _superuser(warehouse) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _superuser(warehouse: Warehouse) -> psycopg.Connection[Row]:
    connection = warehouse.login_as(server.SUPERUSER, warehouse.password(server.SUPERUSER), dbname="postgres")
    connection.autocommit = True
    return connection
