"""A server whose administrator only grants roles and a database, played by the embedded server with a plain login."""

from __future__ import annotations

import dataclasses
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
from load.schema import upgrade
from load.server_rights import ROLES
from load.warehouse import Row, Warehouse
from tests.flows.command_line import Installation
from tests.load.batch_making import person, register_batch


@pytest.fixture(scope="module")
def bare_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A server without any role or table of ours."""
    home = tmp_path_factory.mktemp("managed")
    opened = Warehouse.open(home)
    yield opened
    server.stop(home)


def administer(bare: Warehouse, *statements: str) -> list[Row]:
    connection = bare.login_as(server.SUPERUSER, bare.password(server.SUPERUSER), dbname="postgres")
    connection.autocommit = True
    with connection:
        for statement in statements[:-1]:
            connection.execute(statement.encode())
        cursor = connection.execute(statements[-1].encode())
        return cursor.fetchall() if cursor.description else []


def url_of(bare: Warehouse, user: str, database: str) -> str:
    return f"postgresql://{user}:secret@{bare.address['host']}:{bare.address['port']}/{database}"


def refused(bare: Warehouse, home: Path, user: str, database: str) -> list[str]:
    """The statements for the administrator that an upgrade as this login ends with."""
    with pytest.raises(CatalogueError) as failed:
        upgrade(Warehouse.open(home, url_of(bare, user, database)))
    assert failed.value.rule_id == "warehouse_role_missing"
    statements = str(failed.value.facts["statements"])
    assert statements in str(failed.value)
    return [f"{statement};" for statement in statements.rstrip(";").split("; ")]


def schemas(bare: Warehouse, database: str) -> list[Row]:
    own = dataclasses.replace(bare, address={**bare.address, "dbname": database})
    with own.login_as(server.SUPERUSER, bare.password(server.SUPERUSER)) as connection:
        query = "SELECT nspname FROM pg_namespace WHERE nspname IN ('core', 'mart', 'audit', 'vault')"
        return connection.execute(query).fetchall()


def test_missing_roles_that_may_not_be_made_are_named_with_the_statements_for_the_administrator(
    bare_server: Warehouse, tmp_path: Path
) -> None:
    administer(bare_server, "CREATE ROLE plain LOGIN PASSWORD 'secret'", "CREATE DATABASE plain_db")
    statements = refused(bare_server, tmp_path, "plain", "plain_db")
    assert [role for role in ROLES if not any(f'CREATE ROLE "{role}"' in statement for statement in statements)] == []
    assert administer(bare_server, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'pmv_%'") == [(0,)]
    assert schemas(bare_server, "plain_db") == []


def test_the_command_says_it_in_one_line(bare_server: Warehouse, tmp_path: Path) -> None:
    installation = Installation(tmp_path, {"warehouse_url": url_of(bare_server, "plain", "plain_db")})
    done = installation.pmv("warehouse", "init")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert 'GRANT "pmv_loader" TO "plain";' in done.err


def test_a_login_that_may_make_roles_makes_them_and_their_passwords_are_kept(bare_server: Warehouse, tmp_path: Path) -> None:
    administer(bare_server, "CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'secret'", "CREATE DATABASE made_db OWNER maker")
    made = Warehouse.open(tmp_path, url_of(bare_server, "maker", "made_db"))
    upgrade(made)
    publish(made, register_batch("a.xlsx", [person(1)]))
    assert made.query("office", "SELECT count(*) FROM core.migrant_register")[1] == [(1,)]
    assert (tmp_path / "secrets" / "pmv_bi").stat().st_mode & 0o777 == 0o600


def test_a_login_that_may_make_roles_and_not_grant_on_the_database_makes_none(bare_server: Warehouse, tmp_path: Path) -> None:
    administer(bare_server, "CREATE DATABASE lent_db")
    assert refused(bare_server, tmp_path, "maker", "lent_db") == [
        'GRANT CONNECT, CREATE, TEMPORARY ON DATABASE "lent_db" TO "pmv_loader";'
    ]
    assert schemas(bare_server, "lent_db") == []


def test_after_the_statements_it_named_were_run_the_login_can_go_on(bare_server: Warehouse, tmp_path: Path) -> None:
    administer(bare_server, "CREATE ROLE member LOGIN PASSWORD 'secret'", "CREATE DATABASE member_db")
    administer(bare_server, "REVOKE ALL ON DATABASE member_db FROM PUBLIC", "GRANT CONNECT ON DATABASE member_db TO member")
    statements = refused(bare_server, tmp_path, "member", "member_db")
    assert [statement.partition(" ON ")[0] for statement in statements] == [
        'GRANT "pmv_loader" TO "member";', "GRANT CONNECT, CREATE, TEMPORARY", "GRANT CONNECT", "GRANT CONNECT", "GRANT CONNECT",
    ]  # fmt: skip
    administer(bare_server, *statements)
    upgrade(Warehouse.open(tmp_path, url_of(bare_server, "member", "member_db")))
    assert len(schemas(bare_server, "member_db")) == 4


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
