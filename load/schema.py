"""Brings a warehouse up to this version: roles, migrations, dimensions, tables of the contracts, views, marts, rights.

Everything inside the database happens in one transaction: an upgrade that is interrupted leaves the warehouse as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import cast

import psycopg

from expectations.catalogue import CatalogueError
from load.dictionary import describe
from load.fact_tables import sync_tables
from load.fact_views import create_views, drop_views
from load.indicators import fill_lists
from load.marts import MARTS_VERSION, create_marts
from load.roles import grant_reading, prepare_server
from load.scoping import scope_everything
from load.seeds.fill import fill_dimensions
from load.summaries import refresh_all
from load.warehouse import Row, Warehouse

_MAKES_THE_SCHEMA = (
    ("load", ("migrations", "seeds", "views", "marts", "definitions")),
    (
        "load",
        (
            "facts.py",
            "fact_tables.py",
            "fact_views.py",
            "dictionary.py",
            "indicators.py",
            "roles.py",
            "scoping.py",
            "region_history.py",
        ),
    ),
    ("expectations", ("contracts", "codes", "reference", "region_changes.py", "region_placement.py")),
)


def upgrade(warehouse: Warehouse) -> None:
    """Make or upgrade everything. Safe to repeat.

    Raises CatalogueError when the server does not allow it or ends it half way; then nothing was changed.
    """
    prepare_server(warehouse)
    try:
        _upgrade(warehouse)
    except psycopg.Error as error:
        raise CatalogueError("warehouse_upgrade_failed", error=str(error).strip().partition("\n")[0]) from error


def _upgrade(warehouse: Warehouse) -> None:
    with _migrated(warehouse) as connection:
        drop_views(connection)
        fill_dimensions(connection)
        fill_lists(connection)
        sync_tables(connection)
        create_views(connection)
        create_marts(connection)
        scope_everything(connection)
        describe(connection)
        grant_reading(connection)
        refresh_all(connection)
        _note_state(connection)


def is_current(warehouse: Warehouse) -> bool:
    """Whether the warehouse was made by exactly this version's SQL, contracts and lists; False too where nothing was made yet."""
    try:
        with warehouse.connect("loader") as connection:
            row = connection.execute("SELECT fingerprint FROM audit.schema_state").fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName, psycopg.errors.InsufficientPrivilege):
        return False
    except CatalogueError as error:
        if error.rule_id != "warehouse_not_prepared" and not (
            warehouse.embedded and error.rule_id == "warehouse_database_missing"
        ):
            raise
        return False
    return row is not None and row[0] == fingerprint()


def fingerprint() -> str:
    """A digest of everything packaged that decides what the warehouse looks like."""
    digest = hashlib.sha256()
    for package, names in _MAKES_THE_SCHEMA:
        for name in names:
            for content in _contents(files(package).joinpath(name)):
                digest.update(content)
    return digest.hexdigest()


def _contents(place: Traversable) -> Iterator[bytes]:
    if place.is_file():
        if not place.name.endswith(".pyc"):
            yield place.name.encode()
            yield place.read_bytes()
        return
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        yield from _contents(entry)


@contextlib.contextmanager
def _migrated(warehouse: Warehouse) -> Iterator[psycopg.Connection[Row]]:
    """The loader's connection after all revisions ran, inside the transaction they ran in."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    engine = create_engine("postgresql+psycopg://", creator=lambda: warehouse.connect("loader"), poolclass=NullPool)
    config = Config()
    config.set_main_option("script_location", str(files("load").joinpath("migrations")))
    with engine.begin() as bound:
        connection = cast("psycopg.Connection[Row]", bound.connection.driver_connection)
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('pmv upgrade'))")
        connection.execute("CREATE SCHEMA IF NOT EXISTS audit")
        config.attributes["connection"] = bound
        command.upgrade(config, "head")
        yield connection


def _note_state(connection: psycopg.Connection[Row]) -> None:
    connection.execute(
        "INSERT INTO audit.schema_state (fingerprint, marts_version) VALUES (%s, %s) ON CONFLICT (only_row) DO UPDATE "
        "SET fingerprint = excluded.fingerprint, marts_version = excluded.marts_version, upgraded_at = now()",
        [fingerprint(), MARTS_VERSION],
    )
