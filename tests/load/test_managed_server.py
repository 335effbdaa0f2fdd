"""A server whose administrator only grants roles and a database, played by the embedded server with a plain login."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from expectations.catalogue import CatalogueError
from flows.backup import back_up
from flows.restore import restore
from flows.settings import Settings
from load import server
from load.check import check
from load.publish import publish
from load.roles import ROLES
from load.schema import upgrade
from load.warehouse import Row, Warehouse
from tests.load.batch_making import person, register_batch


@pytest.fixture(scope="module")
def bare_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A server without any role or table of ours."""
    home = tmp_path_factory.mktemp("managed")
    opened = Warehouse.open(home)
    yield opened
    server.stop(home)


def administer(bare: Warehouse, *statements: str) -> list[Row]:
    connection = bare.login_as(server.SUPERUSER, server.superuser_password(bare.home), dbname="postgres")
    connection.autocommit = True
    with connection:
        for statement in statements[:-1]:
            connection.execute(statement.encode())
        cursor = connection.execute(statements[-1].encode())
        return cursor.fetchall() if cursor.description else []


def url_of(bare: Warehouse, user: str, database: str) -> str:
    return f"postgresql://{user}:secret@{bare.address['host']}:{bare.address['port']}/{database}"


def test_missing_roles_that_may_not_be_made_are_named_with_the_statements_for_the_administrator(
    bare_server: Warehouse, tmp_path: Path
) -> None:
    administer(bare_server, "CREATE ROLE plain LOGIN PASSWORD 'secret'", "CREATE DATABASE plain_db OWNER plain")
    with pytest.raises(CatalogueError) as failed:
        upgrade(Warehouse.open(tmp_path, url_of(bare_server, "plain", "plain_db")))
    assert failed.value.rule_id == "warehouse_role_missing"
    assert all(f"CREATE ROLE {role}" in str(failed.value) for role in ROLES)
    assert administer(bare_server, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'pmv_%'") == [(0,)]


def test_a_login_that_may_make_roles_makes_them_and_their_passwords_are_kept(bare_server: Warehouse, tmp_path: Path) -> None:
    administer(bare_server, "CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'secret'", "CREATE DATABASE made_db OWNER maker")
    made = Warehouse.open(tmp_path, url_of(bare_server, "maker", "made_db"))
    upgrade(made)
    publish(made, register_batch("a.xlsx", [person(1)]))
    assert made.query("office", "SELECT count(*) FROM core.migrant_register")[1] == [(1,)]
    assert (tmp_path / "secrets" / "pmv_bi").stat().st_mode & 0o777 == 0o600


def test_roles_the_administrator_made_are_used_as_they_are(bare_server: Warehouse, tmp_path: Path) -> None:
    administer(
        bare_server,
        "DO $$ DECLARE r text; BEGIN FOREACH r IN ARRAY ARRAY['pmv_loader', 'pmv_bi', 'pmv_office', 'pmv_dpo'] LOOP "
        "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN EXECUTE format('CREATE ROLE %I LOGIN', r); END IF; "
        "EXECUTE format('ALTER ROLE %I PASSWORD ''secret''', r); END LOOP; END $$",
        "CREATE ROLE worker LOGIN PASSWORD 'secret' IN ROLE pmv_loader",
        "CREATE DATABASE worker_db OWNER pmv_loader",
    )
    passwords = {"pmv_bi": "secret", "pmv_office": "secret", "pmv_dpo": "secret"}
    managed = Warehouse.open(tmp_path, url_of(bare_server, "worker", "worker_db"), passwords)
    upgrade(managed)
    publish(managed, register_batch("a.xlsx", [person(1)]))
    assert managed.query("bi", "SELECT migrants_active FROM mart.village_month")[1] == [(1,)]
    owners = "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('core', 'audit', 'vault')"
    assert managed.query("office", owners)[1] == [("pmv_loader",)]
    with managed.connect("bi") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SET TRANSACTION READ WRITE; CREATE TEMP TABLE mine (a int)")
    faults = [(result.id, result.severity) for result in check(managed) if result.faults]
    assert faults == [("readers_have_no_side_doors", "warning")]


def test_a_backup_of_one_server_is_restored_into_a_database_of_another_login(bare_server: Warehouse, tmp_path: Path) -> None:
    administer(
        bare_server,
        "CREATE DATABASE second_db OWNER pmv_loader",
        "CREATE ROLE second LOGIN PASSWORD 'secret' IN ROLE pmv_loader",
    )
    first, second = (
        Settings(home=tmp_path / name, warehouse_url=SecretStr(url), pseudonym_key=SecretStr("one secret of both homes"))
        for name, url in (
            ("one", url_of(bare_server, "worker", "worker_db")),
            ("two", url_of(bare_server, "second", "second_db")),
        )
    )
    back_up(first, Warehouse.open(first.home, first.url), tmp_path / "kept.tar")
    restore(second, tmp_path / "kept.tar")
    restored = Warehouse.open(second.home, second.url, {"pmv_bi": "secret"})
    assert restored.query("bi", "SELECT migrants_active FROM mart.village_month")[1] == [(1,)]
