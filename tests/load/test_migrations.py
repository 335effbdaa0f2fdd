"""A warehouse of an earlier version is brought up with what is in it, or stays as it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from importlib.resources import files

import pytest

from expectations.catalogue import CatalogueError
from load.schema import upgrade
from load.warehouse import LOADER, Warehouse
from tests.own_database import superuser

PARINGAN = "35.02.18.2015"
BEFORE = ("0001_dimensions", "0002_audit", "0003_vault", "0005_privacy", "0006_programmes")
CONFIGURED = f"""
    INSERT INTO core.dim_region (code, name, level, region_type, parent_code, province_code, province_name, regency_code,
      regency_name, district_code, district_name, village_code, village_name, valid_from)
    VALUES ('{PARINGAN}', 'Paringan', 'village', 'desa', '35.02.18', '35', 'Jawa Timur', '35.02', 'Kabupaten Ponorogo',
      '35.02.18', 'Jenangan', '{PARINGAN}', 'Paringan', '2000-01-01');
    INSERT INTO core.dim_programme VALUES ('DESMIGRATIF', 'Desmigratif');
    INSERT INTO core.programme_spell VALUES (1, 'DESMIGRATIF', '2019-01-01', '2021-12-31');
    INSERT INTO audit.roster VALUES (1, 'migrant_register', 'month', 5, '2026-01-01', NULL);
    INSERT INTO core.village_criterion VALUES (1, 'task_force', true, '2025-01-01');
    UPDATE core.target SET value = 2 WHERE target = 'officers';
"""


@pytest.fixture
def earlier(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A database of the version whose configuration had no history, with a configuration in it."""
    name = "pmv_earlier"
    with superuser(warehouse) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER {LOADER}".encode())
    own = dataclasses.replace(warehouse, address={**warehouse.address, "dbname": name})
    with own.connect("loader") as connection:
        connection.execute("CREATE SCHEMA audit")
        for revision in BEFORE:
            connection.execute(files("load.migrations.versions").joinpath(f"{revision}.sql").read_bytes())
        connection.execute(
            "CREATE TABLE audit.alembic_version (version_num text NOT NULL); "
            f"INSERT INTO audit.alembic_version VALUES ('{BEFORE[-1]}'); {CONFIGURED}".encode()
        )
    yield own
    with superuser(warehouse) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_what_was_configured_before_there_was_a_history_stands_after_the_upgrade(earlier: Warehouse) -> None:
    upgrade(earlier)
    spell = "SELECT village_code, programme, starts_on, ends_on FROM core.programme_configured"
    assert earlier.query("office", spell)[1] == [(PARINGAN, "DESMIGRATIF", dt.date(2019, 1, 1), dt.date(2021, 12, 31))]
    due = "SELECT DISTINCT village_code, dataset, due_date - period FROM mart.reporting_status WHERE period = '2026-01-01'"
    assert earlier.query("office", due)[1] == [(PARINGAN, "migrant_register", 35)]
    standing = "SELECT subject, lines FROM core.standing_configuration ORDER BY 1"
    assert earlier.query("office", standing)[1] == [("criteria", 1), ("programmes", 1), ("roster", 1), ("targets", 2)]


def test_an_upgrade_that_breaks_off_leaves_the_warehouse_as_it_was_and_can_be_tried_again(earlier: Warehouse) -> None:
    with earlier.connect("loader") as connection:
        connection.execute("CREATE TABLE audit.configuration (in_the_way integer)")
    before = _state(earlier)
    with pytest.raises(CatalogueError) as broken_off:
        upgrade(earlier)
    assert broken_off.value.rule_id == "warehouse_upgrade_failed"
    assert _state(earlier) == before
    with earlier.connect("loader") as connection:
        connection.execute("DROP TABLE audit.configuration")
    upgrade(earlier)
    assert earlier.query("office", "SELECT count(*) FROM core.programme_configured")[1] == [(1,)]


def _state(own: Warehouse) -> list[tuple[str, ...]]:
    """Revision, and every column of every table."""
    with own.connect("loader") as connection:
        columns = connection.execute(
            "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema IN ('core', 'audit', 'vault', 'mart') ORDER BY 1, 2, 3"
        ).fetchall()
        return connection.execute("SELECT version_num FROM audit.alembic_version").fetchall() + columns
