"""Addresses, roles and the wall around personal data: tried by doing what must not be done."""

from __future__ import annotations

import socket
from pathlib import Path

import psycopg
import pytest

from expectations.catalogue import CatalogueError
from load.publish import publish
from load.schema import is_current, upgrade
from load.warehouse import Reader, Warehouse, without_values
from tests.load.batch_making import figure, figures_batch, person, register_batch

FORBIDDEN = [
    "INSERT INTO audit.run (run_id) VALUES ('x')",
    "DELETE FROM core.fact_migrant_register",
    "CREATE TABLE mine (a int)",
    "CREATE TABLE mart.mine (a int)",
    "CREATE TEMP TABLE mine (a int)",
    "SELECT lo_create(0)",
    "SELECT pg_advisory_lock(1)",
    "SET ROLE pmv_loader",
    "SET SESSION AUTHORIZATION pmv_loader",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/pmv_stolen'",
    "SELECT pg_read_file('PG_VERSION')",
    "CREATE ROLE pmv_mine",
    "ALTER ROLE CURRENT_USER SUPERUSER",
]
SIGHT: list[tuple[Reader, str, bool]] = [
    ("bi", "mart.village_month", True), ("bi", "core.migrant_register", False), ("bi", "audit.quarantine", False),
    ("bi", "vault.person", False), ("office", "mart.village_month", True), ("office", "core.migrant_register_history", True),
    ("office", "audit.quarantine", True), ("office", "vault.person", False), ("office", "vault.migrant_register", False),
    ("dpo", "mart.village_month", True), ("dpo", "core.dim_region", True), ("dpo", "vault.person", True),
]  # fmt: skip


@pytest.mark.parametrize("role", ["bi", "office", "dpo"])
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_reading_role_cannot_do_what_it_must_not_even_after_switching_its_defaults_off(
    warehouse: Warehouse, role: Reader, statement: str
) -> None:
    with warehouse.connect(role) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidTextRepresentation)):
            connection.execute(statement.encode())
        connection.rollback()


@pytest.mark.parametrize(("role", "relation", "sees"), SIGHT)
def test_each_role_sees_its_schemas_and_no_other(warehouse: Warehouse, role: Reader, relation: str, sees: bool) -> None:
    query = f"SELECT count(*) FROM {relation}"
    if sees:
        assert len(warehouse.query(role, query)[1]) == 1
        return
    with pytest.raises(CatalogueError) as refused:
        warehouse.query(role, query)
    assert refused.value.rule_id == "warehouse_may_not"


def test_a_query_that_writes_is_refused_with_one_line(warehouse: Warehouse) -> None:
    with pytest.raises(CatalogueError) as refused:
        warehouse.query("office", "DELETE FROM audit.run")
    assert refused.value.rule_id == "warehouse_may_not"
    assert "\n" not in str(refused.value)


def test_a_wrong_query_is_answered_with_the_databases_first_line(warehouse: Warehouse) -> None:
    with pytest.raises(CatalogueError, match='relation "nowhere" does not exist'):
        warehouse.query("office", "SELECT * FROM nowhere")


def test_each_access_to_the_vault_is_recorded_without_the_values_asked_for(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    empty_warehouse.query("dpo", "SELECT full_name FROM vault.migrant_register WHERE nik = '3502185507889001'")
    _, rows = empty_warehouse.query("office", "SELECT role_name, statement FROM audit.vault_access")
    assert rows == [("pmv_dpo", "SELECT full_name FROM vault.migrant_register WHERE nik = ?")]


def test_values_are_taken_out_of_a_statement_however_they_are_quoted() -> None:
    assert without_values("SELECT 'O''Neil', 3502185507889001, $$Siti$$, 12") == "SELECT ?, ?, ?, 12"


def test_every_table_and_column_has_a_comment_in_both_languages(warehouse: Warehouse) -> None:
    lacking = "definition_en = '' OR definition_id = '' OR table_definition IS NULL"
    _, rows = warehouse.query("office", f"SELECT table_name, column_name FROM mart.dictionary WHERE {lacking}")
    assert rows == []
    _, (counted,) = warehouse.query("office", "SELECT count(DISTINCT table_schema), count(*) > 500 FROM mart.dictionary")
    assert counted == (4, True)


def test_the_relationships_of_a_fact_are_shown_to_the_bi_role(warehouse: Warehouse) -> None:
    _, rows = warehouse.query(
        "bi", "SELECT parent_table FROM mart.relationships WHERE table_name = 'fact_migrant_register' ORDER BY 1"
    )
    assert rows == [("dim_country",), ("dim_occupation",), ("sheet_balance",)]


def test_regions_are_flattened_with_their_bps_codes_and_coordinates(warehouse: Warehouse) -> None:
    columns = (
        "province_name, regency_name, district_name, village_name, region_type, district_bps_code, round(latitude::numeric, 2)"
    )
    _, rows = warehouse.query("office", f"SELECT {columns} FROM core.dim_region WHERE code = '35.02.18.2015'")
    assert [(*row[:-1], float(row[-1])) for row in rows] == [
        ("Jawa Timur", "Kabupaten Ponorogo", "Jenangan", "Paringan", "desa", "3502190", -7.84)
    ]
    assert warehouse.query("office", "SELECT count(*) FROM core.dim_region WHERE region_key > 0")[1] == [(91599,)]


def test_two_versions_of_a_region_cannot_hold_at_one_time(empty_warehouse: Warehouse) -> None:
    columns = "code, name, level, valid_from, valid_to"
    version = f"INSERT INTO core.dim_region ({columns}) VALUES ('35.02.18.2015', 'Paringan', 'village', %s, %s)"
    with empty_warehouse.connect("loader") as connection:
        connection.execute("UPDATE core.dim_region SET valid_to = '2026-07-01' WHERE code = '35.02.18.2015'")
        connection.execute(version, ["2026-07-01", None])
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute(version, ["2025-01-01", "2026-01-01"])
        connection.rollback()


def test_periods_have_indonesian_names(warehouse: Warehouse) -> None:
    _, rows = warehouse.query(
        "office", "SELECT name_id FROM core.dim_period WHERE year = 2026 AND quarter = 4 ORDER BY period_code"
    )
    assert [name for (name,) in rows] == ["Oktober 2026", "November 2026", "Desember 2026", "Triwulan 4 2026"]


def test_an_upgrade_can_be_repeated_and_keeps_what_was_loaded(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    upgrade(empty_warehouse)
    assert is_current(empty_warehouse)
    assert empty_warehouse.query("office", "SELECT count(*) FROM core.migrant_register")[1] == [(1,)]


def test_a_field_new_in_a_contract_becomes_a_column_of_fact_and_view(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    with empty_warehouse.connect("loader") as connection:  # a warehouse made before the contract had `agency`
        connection.execute("ALTER TABLE core.fact_migrant_register DROP COLUMN agency CASCADE")
    upgrade(empty_warehouse)
    assert empty_warehouse.query("office", "SELECT agency FROM core.migrant_register")[1] == [(None,)]


def test_a_warehouse_made_before_titles_confined_figures_tells_them_apart_after_its_upgrade(empty_warehouse: Warehouse) -> None:
    with empty_warehouse.connect("loader") as connection:
        connection.execute("ALTER TABLE core.fact_bp2mi_figures DROP COLUMN member_key CASCADE, DROP COLUMN confined_to CASCADE")
        connection.execute(
            "ALTER TABLE core.fact_bp2mi_figures "
            "ADD COLUMN member_key jsonb NOT NULL GENERATED ALWAYS AS (core.member_key(members)) STORED"
        )
    upgrade(empty_warehouse)
    publish(empty_warehouse, figures_batch("a.pdf", [figure(297108), figure(187468, breakdown="sex", confined_to={"sex": "P"})]))
    query = "SELECT value::int, sex, member FROM core.bp2mi_figures JOIN mart.bp2mi_placements USING (value) ORDER BY value"
    assert empty_warehouse.query("office", query)[1] == [(187_468, "P", "P"), (297_108, None, None)]


@pytest.mark.parametrize(
    ("url", "rule_id"),
    [
        ("mysql://here/db", "warehouse_url_wrong"),
        ("postgresql://u:p@127.0.0.1:not_a_port/db", "warehouse_url_wrong"),
        ("nonsense", "warehouse_url_wrong"),
    ],
)
def test_a_url_that_is_no_address_is_said(tmp_path: Path, url: str, rule_id: str) -> None:
    with pytest.raises(CatalogueError) as failed:
        Warehouse.open(tmp_path, url).connect("loader")
    assert failed.value.rule_id == rule_id


def test_a_server_that_is_not_there_a_wrong_password_and_a_missing_database_are_told_apart(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        free = unused.getsockname()[1]
    port, password = warehouse.address["port"], warehouse.password("pmv_loader")
    failures = {
        f"postgresql://pmv_loader:x@127.0.0.1:{free}/pmv": "warehouse_unreachable",
        f"postgresql://pmv_loader:wrong@127.0.0.1:{port}/pmv": "warehouse_login_refused",
        f"postgresql://pmv_loader:{password}@127.0.0.1:{port}/none": "warehouse_database_missing",
    }
    for url, rule_id in failures.items():
        with pytest.raises(CatalogueError) as failed:
            Warehouse.open(tmp_path, url).connect("loader")
        assert failed.value.rule_id == rule_id
        assert password not in str(failed.value)


def test_a_server_named_by_url_is_the_same_warehouse(warehouse: Warehouse, tmp_path: Path) -> None:
    url = f"postgresql+psycopg://pmv_loader:{warehouse.password('pmv_loader')}@127.0.0.1:{warehouse.address['port']}/pmv"
    named = Warehouse.open(tmp_path, url, {"pmv_office": warehouse.password("pmv_office")})
    upgrade(named)
    assert named.query("office", "SELECT count(*) FROM core.dim_pillar")[1] == [(5,)]
    with pytest.raises(CatalogueError) as failed:
        named.query("bi", "SELECT 1")
    assert failed.value.rule_id == "warehouse_password_missing"
