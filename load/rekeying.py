"""Gives every person and household another key, in the caller's one transaction. Which key that is, is decided elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import psycopg

from load.copying import copy_rows
from load.facts import TableSpec, fact_table
from load.forgetting import person_tables
from load.summaries import refresh_all
from load.warehouse import Row


class WeakRow(NamedTuple):
    """A row whose person has no NIK, with everything its key may have been made from."""

    dataset: str
    person_key: str
    village_code: str
    name: str | None
    birth_date: dt.date | None
    source_file: str
    source_sheet: str
    source_row: int


def known_persons(connection: psycopg.Connection[Row]) -> Iterator[tuple[str, str]]:
    """(person_key, NIK) of every person whose NIK is known."""
    yield from connection.execute("SELECT person_key, nik FROM vault.person WHERE nik IS NOT NULL").fetchall()


def weak_rows(connection: psycopg.Connection[Row]) -> Iterator[WeakRow]:
    """Every row under a weak key, replaced reports included."""
    for contract, personal in person_tables():
        query = _weak_query(fact_table(contract).name, personal)
        yield from (WeakRow(contract.dataset, *row) for row in connection.execute(query.encode()))


def known_households(connection: psycopg.Connection[Row]) -> Iterator[tuple[str, str]]:
    """(household_key, family card number) of every household."""
    for contract, personal in person_tables():
        fact = fact_table(contract)
        if _has_household(fact):
            query = f"""
                SELECT DISTINCT f.household_key, p.kk_number FROM {fact.name} AS f JOIN {personal.name} AS p USING (fact_id)
                WHERE f.household_key IS NOT NULL AND p.kk_number IS NOT NULL
            """  # noqa: S608 - names of contracts
            yield from connection.execute(query.encode()).fetchall()


def replace_keys(connection: psycopg.Connection[Row], persons: Mapping[str, str], households: Mapping[str, str]) -> None:
    """Put new keys in the place of old ones wherever they stand. Both map old to new."""
    for name, keys in (("new_person_key", persons), ("new_household_key", households)):
        connection.execute(f"CREATE TEMP TABLE {name} (old text PRIMARY KEY, new text NOT NULL) ON COMMIT DROP".encode())
        copy_rows(connection, name, ("old", "new"), keys.items())
        connection.execute(f"ANALYZE {name}".encode())
    _replace(connection, "vault.person", "person_key")
    for contract, personal in person_tables():
        fact = fact_table(contract)
        _replace(connection, personal.name, "person_key")
        _replace(connection, fact.name, "person_key")
        if _has_household(fact):
            _replace(connection, fact.name, "household_key")
    refresh_all(connection)


def _replace(connection: psycopg.Connection[Row], table: str, column: str) -> None:
    statement = f"UPDATE {table} AS t SET {column} = n.new FROM new_{column} AS n WHERE n.old = t.{column}"  # noqa: S608
    connection.execute(statement.encode())


def _has_household(fact: TableSpec) -> bool:
    return any(column.name == "household_key" for column in fact.columns)


def _weak_query(fact: str, personal: TableSpec) -> str:
    columns = [column.name for column in personal.columns]
    name = next(column for column in columns if column.endswith("_name"))
    birth = "p.birth_date" if "birth_date" in columns else "NULL"
    return f"""
        SELECT f.person_key, r.code, p.{name}, {birth}, s.source_file, s.source_sheet, f.source_row
        FROM {fact} AS f JOIN audit.sheet_balance AS s ON s.sheet_id = f.sheet_id
        JOIN core.dim_region AS r ON r.region_key = s.region_key LEFT JOIN {personal.name} AS p ON p.fact_id = f.fact_id
        WHERE f.person_key_weak
    """  # noqa: S608 - names of contracts
