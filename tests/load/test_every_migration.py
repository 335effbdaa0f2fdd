"""Every released version of the tables is brought up with its data, and an upgrade that breaks off leaves it as it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, cast

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from expectations.catalogue import CatalogueError
from load.schema import is_current, upgrade
from load.server import SUPERUSER
from load.warehouse import Row, Warehouse
from tests.own_database import superuser

SHA = "a" * 64
WRITTEN = {  # what a warehouse of each version may hold, as that version's program wrote it
    "0001_dimensions": """
        INSERT INTO core.dim_region (region_key, code, name, level, valid_from) VALUES (0, '00', '-', 'unknown', '2000-01-01');
        INSERT INTO core.dim_period (period_code, period_type, starts_on, ends_on, month_start, name_id, name_en)
        VALUES ('-', 'unknown', '0001-01-01', '0001-01-01', '0001-01-01', '-', '-');
        INSERT INTO core.dim_occupation (label, isco_code) VALUES ('Perawat', '2221')
    """,
    "0002_audit": f"""
        INSERT INTO audit.run (run_id) VALUES ('run-1');
        INSERT INTO audit.load (run_id, recorded_at) VALUES ('run-1', '2026-11-01');
        INSERT INTO audit.file (load_id, path, sha256, size, modified_at, status)
        VALUES (1, 'a.xlsx', '{SHA}', 1, '2026-11-01', 'loaded');
        INSERT INTO audit.sheet_balance (load_id, file_id, source_file, source_sheet, rows_read, loaded, quarantined,
          duplicate, ignored, holds, recorded_at)
        VALUES (1, 1, '{SHA}', 'DATA', 2, 0, 0, 0, 2, false, '2026-11-01')
    """,
    "0003_vault": "INSERT INTO vault.person VALUES ('key-1', NULL, true, 1)",
    "0005_privacy": "INSERT INTO vault.erased (erased_key) VALUES ('digest')",
    "0006_programmes": "INSERT INTO core.village_criterion VALUES (0, 'task_force', true, '2026-01-01')",
    "0007_history": "INSERT INTO core.dim_occupation (label, isco_code) VALUES ('Perawat', '3221')",
    "0008_configuration": """
        INSERT INTO audit.configuration (subject, path, sha256, lines) VALUES ('roster', 'roster.csv', '', 0)
    """,
    "0009_region_changes": """
        INSERT INTO audit.file (load_id, path, sha256, size, modified_at, status)
        VALUES (1, 'b.xlsx', '', 0, '2026-11-01', 'loaded')
    """,
}
BREAKS = """
    CREATE FUNCTION public.cut_the_power() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE schema_name = 'pg_temp') THEN RAISE 'the power is cut'; END IF;
    END $$;
    CREATE EVENT TRIGGER cut ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.cut_the_power();
"""
"""Ends an upgrade once all revisions ran and the region lists are about to be read."""


@pytest.fixture
def bare(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A database of the session's server without any table."""
    with superuser(warehouse) as connection:
        connection.execute("CREATE DATABASE pmv_migrated OWNER pmv_loader")
    yield dataclasses.replace(warehouse, address={**warehouse.address, "dbname": "pmv_migrated"})
    with superuser(warehouse) as connection:
        connection.execute("DROP DATABASE pmv_migrated WITH (FORCE)")


def superuser_inside(warehouse: Warehouse) -> psycopg.Connection[Row]:
    connection = warehouse.login_as(SUPERUSER, warehouse.password(SUPERUSER))
    connection.autocommit = True
    return connection


def migrate(warehouse: Warehouse, revision: str) -> None:
    """Bring the tables up to one revision, as the program of that time did."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: warehouse.connect("loader"), poolclass=NullPool)
    config = Config()
    config.set_main_option("script_location", str(files("load").joinpath("migrations")))
    with engine.begin() as bound:
        cast("Any", bound.connection.driver_connection).execute("CREATE SCHEMA IF NOT EXISTS audit")
        config.attributes["connection"] = bound
        command.upgrade(config, revision)


def revisions() -> list[str]:
    script = ScriptDirectory(str(files("load").joinpath("migrations")))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def state(warehouse: Warehouse) -> dict[str, str]:
    """Every table with its columns, constraints and rows."""
    query = """
        SELECT c.oid::regclass::text, concat_ws(E'\\n',
          (SELECT string_agg(a.attname || ' ' || a.atttypid::regtype::text, ', ' ORDER BY a.attnum)
           FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0),
          (SELECT string_agg(pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname)
           FROM pg_constraint AS k WHERE k.conrelid = c.oid))
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('core', 'mart', 'audit', 'vault', 'unscoped') AND c.relkind IN ('r', 'p', 'v')
    """
    with warehouse.connect("loader") as connection:
        tables = dict(connection.execute(query).fetchall())
        rows = {name: sorted(map(str, connection.execute(f"SELECT * FROM {name}".encode()).fetchall())) for name in tables}
    return {name: f"{made}\n{rows[name]}" for name, made in tables.items()}


def test_each_version_survives_an_upgrade_that_breaks_off_and_comes_up_with_its_data(bare: Warehouse) -> None:
    with superuser_inside(bare) as connection:
        connection.execute(BREAKS)
    assert set(WRITTEN) == set(revisions())
    for revision in revisions():
        migrate(bare, revision)
        with bare.connect("loader") as loader:
            loader.execute(WRITTEN[revision].encode())
        before = state(bare)
        with pytest.raises(CatalogueError, match="the power is cut") as broken:
            upgrade(bare)
        assert broken.value.rule_id == "warehouse_upgrade_failed"
        assert state(bare) == before
    with superuser_inside(bare) as connection:
        connection.execute("DROP EVENT TRIGGER cut")
    upgrade(bare)
    assert is_current(bare)
    kept = ("audit.file", "audit.sheet_balance", "vault.person", "core.dim_occupation", "core.village_criterion")
    counts = [bare.query("dpo", f"SELECT count(*) FROM {table}")[1][0][0] for table in kept]
    assert counts == [2, 1, 1, 3, 1]
