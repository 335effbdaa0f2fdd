"""An account held to a region asks everything it can reach and finds nothing of another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import psycopg
import pytest

from expectations.catalogue import Finding
from load.accounts import add_account, list_accounts, remove_account
from load.publish import publish
from load.schema import upgrade
from load.warehouse import READERS, Reader, Row, Warehouse
from tests.conftest import TEMPLATE
from tests.load.batch_making import add_sheet, person, register_batch, service
from tests.load.restoring import as_administrator, copying

ELSEWHERE = "35.01.01.2001"
TRACE = r"35\.01|pacitan"
RELATIONS = """
    SELECT n.nspname || '.' || quote_ident(c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('mart', 'core', 'audit', 'vault') AND c.relkind IN ('r', 'p', 'v', 'm')
      AND c.relname !~ 'dim_|^regions$|_now$'
      AND has_schema_privilege(n.oid, 'usage') AND has_table_privilege(c.oid, 'select')
"""
FUNCTIONS = """
    SELECT n.nspname || '.' || p.proname || '()' FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('mart', 'core') AND p.proretset AND p.pronargs = 0
      AND has_schema_privilege(n.oid, 'usage') AND has_function_privilege(p.oid, 'execute')
"""
STATISTICS = "(SELECT * FROM pg_stats WHERE schemaname IN ('mart', 'core', 'audit', 'vault') AND tablename !~ '^dim_')"


@pytest.fixture(scope="module")
def filled(warehouse: Warehouse) -> Iterator[Warehouse]:
    """Reports of two regencies, each with withheld cells and remarks, in a database of their own; statistics taken."""
    as_administrator(warehouse, copying(TEMPLATE, "pmv_scope"))
    own = dataclasses.replace(warehouse, address={**warehouse.address, "dbname": "pmv_scope"})
    fill(own)
    yield own
    as_administrator(warehouse, "DROP DATABASE pmv_scope WITH (FORCE)")


def fill(own: Warehouse) -> None:
    """Publish a report of each regency and take statistics."""
    for path, village, first in (("scope-ponorogo.xlsx", "35.02.18.2015", 501), ("scope-pacitan.xlsx", ELSEWHERE, 601)):
        batch = register_batch(path, [person(number) for number in range(first, first + 12)], village=village)
        add_sheet(batch, batch.files[0], "migration_services", [service(1, person_key=f"key-{first}")], sheet="LAYANAN")
        withheld = {"facts": {"label": "NIK", "digits": 15}, "withheld": f"{village} salah"}
        batch.files[0].findings += [
            Finding("nik_length", "cell", sheet="DATA", row=5, cell="C5", dataset="migrant_register", field="nik", **withheld),
            Finding("column_unknown", "sheet", sheet="DATA", facts={"row": 3, "header": path, "nearest": "-"}),
        ]
        publish(own, batch)
    upgrade(own)
    with own.connect("loader") as connection:
        connection.execute("ANALYZE")


@pytest.fixture(scope="module")
def logins(filled: Warehouse) -> Iterator[dict[tuple[Reader, str | None], tuple[str, str]]]:
    """For each role an account that sees everything and one held to Ponorogo."""
    made = {}
    for role in READERS:
        for region, name in ((None, f"whole_{role}"), ("35.02", f"held_{role}")):
            made[role, region] = (name, add_account(filled, name, role, region))
    yield made
    for account in list_accounts(filled):
        if account.name.startswith(("whole_", "held_")):
            remove_account(filled, account.name)


def places_with(connection: psycopg.Connection[Row], text: str) -> set[str]:
    """Everything this login can read, that says something of the text."""
    found = set()
    relations = [name for query in (RELATIONS, FUNCTIONS) for (name,) in connection.execute(query.encode())]
    for relation in [*relations, STATISTICS]:
        row = connection.execute(f"SELECT count(*) FROM {relation} AS r WHERE r::text ~ %s".encode(), [text]).fetchone()
        if row and row[0]:
            found.add(relation)
    return found


@pytest.mark.parametrize("role", READERS)
def test_nothing_of_another_region_is_found_anywhere(
    filled: Warehouse, logins: dict[tuple[Reader, str | None], tuple[str, str]], role: Reader
) -> None:
    with filled.login_as(*logins[role, None]) as whole:
        assert len(places_with(whole, TRACE)) > {"bi": 4, "office": 25, "dpo": 30}[role]
    with filled.login_as(*logins[role, "35.02"]) as held:
        assert places_with(held, TRACE) == set()
        held.execute("SELECT set_config('pmv.as_of', clock_timestamp()::text, false)")
        assert places_with(held, TRACE) == set()
        assert "mart.village_month" in places_with(held, r"35\.02\.18")


@pytest.mark.parametrize(
    "condition",
    ["full_name::integer = 1", "1 / (birth_date - birth_date) = 1", "full_name LIKE 'x' ESCAPE full_name"],
)
def test_an_error_tells_nothing_of_rows_out_of_sight(
    filled: Warehouse, logins: dict[tuple[Reader, str | None], tuple[str, str]], condition: str
) -> None:
    query = f"SELECT count(*) FROM vault.migrant_register WHERE village_code = '{ELSEWHERE}' AND {condition}".encode()
    with filled.login_as(*logins["dpo", None]) as whole, pytest.raises(psycopg.DataError):
        whole.execute(query)
    with filled.login_as(*logins["dpo", "35.02"]) as held:
        assert held.execute(query).fetchone() == (0,)


def test_counts_of_filters_are_all_that_an_explained_query_tells(
    filled: Warehouse, logins: dict[tuple[Reader, str | None], tuple[str, str]]
) -> None:
    with filled.login_as(*logins["dpo", "35.02"]) as held:
        plan = held.execute("EXPLAIN (ANALYZE, VERBOSE) SELECT full_name, nik FROM vault.migrant_register").fetchall()
    assert not [line for (line,) in plan if "ORANG 60" in line or "3502185507889601" in line]
