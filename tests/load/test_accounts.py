"""Named accounts: what they may, which rows they see, and how they end."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from expectations.catalogue import CatalogueError, UsageError
from load.accounts import add_account, list_accounts, remove_account, rotate_password
from load.publish import publish
from load.schema import upgrade
from load.warehouse import Row, Warehouse
from tests.load.batch_making import add_sheet, person, register_batch, service
from tests.load.persons_inbox import NIK

PACITAN = "35.01.01.2001"
_numbers = itertools.count(1)


@pytest.fixture
def two_regencies(empty_warehouse: Warehouse) -> Iterator[Warehouse]:
    """A register of Ponorogo (three persons) and one of Pacitan (two), with services; all accounts made in it end with it."""
    for batch in (
        register_batch("ponorogo.xlsx", [person(1), person(2), person(3)]),
        register_batch("pacitan.xlsx", [person(4), person(5)], village=PACITAN),
    ):
        add_sheet(batch, batch.files[0], "migration_services", [service(1, person_key="key-1")], sheet="LAYANAN")
        publish(empty_warehouse, batch)
    yield empty_warehouse
    for account in list_accounts(empty_warehouse):
        remove_account(empty_warehouse, account.name)


def new_name() -> str:
    """Logins belong to the whole server, so each test has its own."""
    return f"tester_{next(_numbers)}"


def asked(warehouse: Warehouse, login: tuple[str, str], query: str) -> list[Row]:
    with warehouse.login_as(*login) as connection:
        return connection.execute(query.encode()).fetchall()


def account(warehouse: Warehouse, role: Any, region: str | None = None) -> tuple[str, str]:
    name = new_name()
    return name, add_account(warehouse, name, role, region)


def test_an_account_reads_what_its_role_reads_and_cannot_become_the_role(two_regencies: Warehouse) -> None:
    login = account(two_regencies, "bi")
    assert asked(two_regencies, login, "SELECT sum(migrants_active) FROM mart.village_month") == [(5,)]
    statements = ("SELECT * FROM core.migrant_register", "SET ROLE pmv_bi", "SET ROLE pmv_loader", f"GRANT pmv_bi TO {login[0]}")
    for forbidden in statements:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asked(two_regencies, login, f"SET TRANSACTION READ WRITE; {forbidden}")


VIEWS = {
    "bi": ["mart.village_month", "mart.data_quality"],
    "office": ["mart.village_month", "core.migrant_register", "core.migrant_register_history", "core.migration_services"],
    "dpo": ["vault.migrant_register", "vault.migration_services", "core.migration_services"],
}


@pytest.mark.parametrize("role", VIEWS)
def test_an_account_held_to_a_regency_sees_its_rows_in_every_view(two_regencies: Warehouse, role: str) -> None:
    whole, scoped = account(two_regencies, role), account(two_regencies, role, "35.02")
    for view in VIEWS[role]:
        query = f"SELECT DISTINCT left(village_code, 5) FROM {view} ORDER BY 1"
        assert asked(two_regencies, whole, query) == [("35.01",), ("35.02",)], view
        assert asked(two_regencies, scoped, query) == [("35.02",)], view


TABLES = ["core.fact_migrant_register", "core.fact_migrant_register_2026", "audit.sheet_balance", "audit.file"]


def test_tables_and_their_partitions_read_directly_are_held_to_the_regency_too(two_regencies: Warehouse) -> None:
    upgrade(two_regencies)  # the year's partition exists now and is granted
    logins = [account(two_regencies, "dpo", region) for region in (None, "35.02", "35.03")]
    for table in (*TABLES, "vault.personal_migrant_register", "vault.person"):
        counts = [asked(two_regencies, login, f"SELECT count(*) FROM {table}")[0][0] for login in logins]
        assert counts[0] > counts[1] > counts[2] == 0, table


def test_lists_of_accounts_and_accesses_are_not_for_scoped_accounts(two_regencies: Warehouse) -> None:
    whole, scoped = account(two_regencies, "office"), account(two_regencies, "office", "35.02")
    for table in ("audit.account", "audit.privacy_event"):
        assert asked(two_regencies, whole, f"SELECT count(*) > 0 FROM {table}") == [(True,)]
        assert asked(two_regencies, scoped, f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_scoped_account_cannot_widen_its_region(two_regencies: Warehouse) -> None:
    login = account(two_regencies, "office", "35.02")
    with two_regencies.login_as(*login) as connection:
        connection.execute("SET pmv.scope = '35.01'; SET row_security = on; SET search_path = pg_temp, public")
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        assert connection.execute("SELECT core.scope()").fetchone() == ("35.02",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE audit.account SET region_code = NULL")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        asked(two_regencies, login, "SET row_security = off; SELECT * FROM core.fact_migrant_register")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        asked(two_regencies, login, "SELECT * FROM unscoped.core_migrant_register")


def test_a_condition_of_the_asker_is_not_tried_on_hidden_rows(two_regencies: Warehouse) -> None:
    login = account(two_regencies, "office", "35.02")
    probe = "SELECT count(*) FROM core.migrant_register WHERE 1 / (CASE WHEN village_code LIKE '35.01%' THEN 0 ELSE 1 END) = 1"
    assert asked(two_regencies, login, probe) == [(3,)]  # a division by zero would tell that Pacitan has rows


def test_every_view_about_villages_has_its_filter(two_regencies: Warehouse) -> None:
    query = """
        SELECT n.nspname || '.' || c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE n.nspname IN ('core', 'mart', 'vault') AND c.relkind = 'v' AND a.attname IN ('village_code', 'regency_code')
          AND NOT coalesce('security_barrier=true' = ANY (c.reloptions), false)
    """
    assert two_regencies.query("office", query)[1] == []


def test_what_is_public_stays_whole_for_a_scoped_account(two_regencies: Warehouse) -> None:
    login = account(two_regencies, "office", "35.02")
    assert asked(two_regencies, login, "SELECT count(*) > 90000 FROM core.dim_region") == [(True,)]
    assert asked(two_regencies, login, "SELECT count(*) > 100 FROM mart.dictionary") == [(True,)]


def test_a_new_password_replaces_the_old_one(two_regencies: Warehouse) -> None:
    name, old = account(two_regencies, "bi")
    new = rotate_password(two_regencies, name)
    assert asked(two_regencies, (name, new), "SELECT 1") == [(1,)]
    with pytest.raises(CatalogueError) as refused:
        two_regencies.login_as(name, old)
    assert refused.value.rule_id == "warehouse_login_refused"
    (row,) = list_accounts(two_regencies)
    assert (row.name, row.role, row.region_code, row.is_there) == (name, "pmv_bi", None, True)
    assert row.password_from > row.created_at


def test_a_fixed_role_gets_a_new_password_that_is_used_from_then_on(two_regencies: Warehouse) -> None:
    old = two_regencies.password("pmv_bi")
    assert rotate_password(two_regencies, "pmv_bi") != old
    assert two_regencies.query("bi", "SELECT 1")[1] == [(1,)]


def test_a_removed_account_is_out_at_once(two_regencies: Warehouse) -> None:
    login = account(two_regencies, "bi")
    with two_regencies.login_as(*login) as connection:
        remove_account(two_regencies, login[0])
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    with pytest.raises(CatalogueError):
        two_regencies.login_as(*login)
    with pytest.raises(UsageError, match="no account"):
        remove_account(two_regencies, login[0])


def test_statements_of_an_account_with_sight_of_the_vault_are_in_the_servers_log(two_regencies: Warehouse) -> None:
    login = account(two_regencies, "dpo")
    asked(two_regencies, login, f"SELECT full_name FROM vault.migrant_register WHERE nik = '{NIK}'")
    log = (two_regencies.home / "warehouse" / "server.log").read_text()
    assert f"{login[0]}@" in log
    assert "SELECT full_name FROM vault.migrant_register" in log


def test_no_login_with_sight_of_the_vault_comes_in_unlogged(two_regencies: Warehouse) -> None:
    name, password = account(two_regencies, "dpo")
    fixed = ("pmv_dpo", two_regencies.password("pmv_dpo"))
    for login in (fixed, (name, password)):
        with pytest.raises(CatalogueError):
            two_regencies.login_as(*login, options="-c log_statement=none")
        with two_regencies.login_as(*login) as connection, connection.cursor(binary=True) as cursor:
            cursor.execute("SELECT nik FROM vault.person WHERE person_key = %s", [f"asked by {login[0]}"], prepare=True)
        log = (two_regencies.home / "warehouse" / "server.log").read_text()
        assert f"asked by {login[0]}" in log


@pytest.mark.parametrize(
    ("name", "role", "region", "rule_id"),
    [
        ("pmv_mine", "bi", None, "account_name_wrong"), ("Budi", "bi", None, "account_name_wrong"),
        ("x; DROP ROLE pmv_bi", "bi", None, "account_name_wrong"), ("tester_region", "bi", "99.99", "account_region_unknown"),
    ],
)  # fmt: skip
def test_a_name_or_region_that_cannot_be_is_refused_and_leaves_no_login(
    two_regencies: Warehouse, name: str, role: Any, region: str | None, rule_id: str
) -> None:
    with pytest.raises(UsageError) as refused:
        add_account(two_regencies, name, role, region)
    assert refused.value.rule_id == rule_id
    assert two_regencies.query("office", "SELECT count(*) FROM pg_roles WHERE rolname = 'tester_region'")[1] == [(0,)]


def test_a_login_that_is_taken_is_said(two_regencies: Warehouse) -> None:
    name, _ = account(two_regencies, "bi")
    with pytest.raises(CatalogueError) as refused:
        add_account(two_regencies, name, "office")
    assert refused.value.rule_id == "account_exists"
