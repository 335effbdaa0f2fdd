"""Fixtures for every test folder: one embedded warehouse for the whole session, and quick empty copies of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from load import server
from load.schema import upgrade
from load.warehouse import DATABASE, LOADER, Warehouse
from tests.own_database import TEMPLATE, own_database, superuser

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A prepared warehouse on a real embedded server, shared by the session: tests must not rely on it being empty."""
    home = tmp_path_factory.mktemp("pmv_home")
    try:
        opened = Warehouse.open(home)
        upgrade(opened)
        with superuser(opened) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {DATABASE} OWNER {LOADER}".encode())
        yield opened
    finally:
        server.stop(home)


@pytest.fixture
def empty_warehouse(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A prepared warehouse without data, a test's own: a copy of an untouched database on the session's server."""
    with own_database(warehouse, f"{DATABASE}_{next(_numbers)}") as own:
        yield own
