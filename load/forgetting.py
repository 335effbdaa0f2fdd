"""Finds the rows of a person in every report ever loaded and erases them: the personal part goes, the row stays as a count.

A row that vanished would change figures the office has published; a row that keeps nothing of the person does not. So facts keep
what is counted under a key that leads to nobody (`expectations.anonymity`), and `vault` keeps nothing. Secrets, files and the way
from a NIK to a key are not known here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import psycopg

from expectations.anonymity import SINGLING_OUT
from expectations.contract import Contract, load_contracts
from load.copying import copy_rows
from load.facts import TableSpec, fact_table, has_person, personal_table
from load.summaries import refresh_all
from load.warehouse import Row, Warehouse


class PersonalRow(NamedTuple):
    """One row of `vault` with its place. `name`, `birth_date` and `passport` are None where the dataset or the row has none."""

    dataset: str
    fact_id: int
    period: dt.date
    load_id: int
    source_file: str
    source_sheet: str
    source_row: int
    village_code: str | None
    person_key: str
    name: str | None
    birth_date: dt.date | None
    passport: str | None


def rows_of_person(connection: psycopg.Connection[Row], keys: Collection[str], nik: str | None = None) -> list[PersonalRow]:
    """All rows under these keys or with this NIK, replaced reports included."""
    return _select(connection, "f.person_key = ANY(%(keys)s) OR f.nik = %(nik)s", {"keys": list(keys), "nik": nik})


def rows_at(connection: psycopg.Connection[Row], places: Collection[tuple[str, str, int]]) -> list[PersonalRow]:
    """All rows that came from these (source file, sheet, row)."""
    if not places:
        return []
    files, sheets, rows = (list(column) for column in zip(*places, strict=True))
    given = "SELECT * FROM unnest(%(files)s::text[], %(sheets)s::text[], %(rows)s::int[])"
    condition = f"(s.source_file, s.source_sheet, f.source_row) IN ({given})"
    return _select(connection, condition, {"files": files, "sheets": sheets, "rows": rows})


def withheld_nik_places(connection: psycopg.Connection[Row], nik: str) -> list[tuple[str, str, int]]:
    """(source file, sheet, row) of rows whose NIK was withheld as written and is this one, however separated."""
    query = f"""
        SELECT DISTINCT q.source_file, q.source_sheet, q.source_row FROM vault.quarantine_value AS v
        JOIN audit.quarantine AS q USING (quarantine_id)
        WHERE q.field = 'nik' AND q.source_row IS NOT NULL AND position(%s IN {_digits_of("v.raw_value")}) > 0
    """  # noqa: S608
    return [(file, sheet, row) for file, sheet, row in connection.execute(query.encode(), [nik])]


def erase_rows(connection: psycopg.Connection[Row], rows: Mapping[PersonalRow, str]) -> None:
    """Empty these rows; each is given with the key it counts under from now on. In the caller's transaction."""
    connection.execute(
        "CREATE TEMP TABLE leaving (dataset text, fact_id bigint, period date, new_key text, load_id bigint) ON COMMIT DROP"
    )
    columns = ("dataset", "fact_id", "period", "new_key", "load_id")
    leaving = ((row.dataset, row.fact_id, row.period, key, row.load_id) for row, key in rows.items())
    copy_rows(connection, "leaving", columns, leaving)
    for contract, personal in person_tables():
        anonymise_facts(connection, contract)
        connection.execute(
            f"DELETE FROM {personal.name} AS f USING leaving AS l WHERE l.dataset = %s AND l.fact_id = f.fact_id".encode(),  # noqa: S608
            [contract.dataset],
        )
    drop_unreferenced_persons(connection)
    connection.execute("DROP TABLE leaving")
    if rows:
        refresh_all(connection)


def anonymise_facts(connection: psycopg.Connection[Row], contract: Contract) -> None:
    """Cut the facts named in the temporary table `leaving` from their persons, and make the keys they count under known."""
    cleared = "".join(f", {column.name} = NULL" for column in fact_table(contract).columns if column.name in SINGLING_OUT)
    statement = f"""
        UPDATE {fact_table(contract).name} AS f SET person_key = l.new_key, person_key_weak = true{cleared}
        FROM leaving AS l WHERE l.dataset = %s AND (l.fact_id, l.period) = (f.fact_id, f.period)
    """  # noqa: S608 - names of contracts
    connection.execute(statement.encode(), [contract.dataset])
    connection.execute(
        "INSERT INTO vault.person (person_key, is_weak, first_load_id) SELECT new_key, true, min(load_id) FROM leaving "
        "WHERE dataset = %s GROUP BY new_key ON CONFLICT DO NOTHING",
        [contract.dataset],
    )


def drop_unreferenced_persons(connection: psycopg.Connection[Row]) -> int:
    """Delete persons no row points to any more. Returns how many."""
    nowhere = " AND ".join(
        f"NOT EXISTS (SELECT FROM {fact_table(contract).name} AS f WHERE f.person_key = p.person_key)"
        for contract, _ in person_tables()
    )
    return connection.execute(f"DELETE FROM vault.person AS p WHERE {nowhere}".encode()).rowcount  # noqa: S608


def erase_texts(connection: psycopg.Connection[Row], places: Collection[tuple[str, str, int]], number: str | None) -> int:
    """Delete the withheld texts of these (source file, sheet, row), and those that hold the number. Returns how many."""
    files, sheets, rows = (list(column) for column in zip(*places, strict=True)) if places else ([], [], [])
    statement = f"""
        DELETE FROM vault.quarantine_value AS v USING audit.quarantine AS q WHERE q.quarantine_id = v.quarantine_id AND (
          (q.source_file, q.source_sheet, q.source_row) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::int[]))
          OR position(%s IN {_digits_of("v.raw_value")}) > 0)
    """  # noqa: S608 - an expression of ours
    return connection.execute(statement.encode(), [files, sheets, rows, number]).rowcount


def erase_mentions(connection: psycopg.Connection[Row], number: str) -> None:
    """Empty the fields of other persons' rows that mention the number: a remark, a contact."""
    for table, columns in _text_columns():
        emptied = ", ".join(
            f"{column} = CASE WHEN position(%(it)s IN {_digits_of(column)}) = 0 THEN {column} END" for column in columns
        )
        anywhere = f"position(%(it)s IN {_digits_of(_together(columns))}) > 0"
        connection.execute(f"UPDATE {table} SET {emptied} WHERE {anywhere}".encode(), {"it": number})  # noqa: S608


def known_numbers(connection: psycopg.Connection[Row], digits: int) -> set[str]:
    """Runs of so many digits or more in `vault`, separators left out: NIKs of rows, and what remarks and withheld texts hold."""
    tables = [*((table, _together(columns)) for table, columns in _text_columns()), ("vault.quarantine_value", "raw_value")]
    tables += [(personal.name, "nik") for _, personal in person_tables()]
    found: set[str] = set()
    for table, text in tables:
        query = f"SELECT DISTINCT {_digits_of(text)} FROM {table} WHERE length({_digits_of(text)}) >= %s"  # noqa: S608
        for (numbers,) in connection.execute(query.encode(), [digits]):
            found.update(number for number in numbers.split("|") if len(number) >= digits)
    return found


def _text_columns() -> list[tuple[str, list[str]]]:
    """The tables of `vault` with the columns that may hold any text."""
    tables = [table for contract in load_contracts().values() if (table := personal_table(contract)) is not None]
    named = [(table.name, [column.name for column in table.columns if column.kind == "text"]) for table in tables]
    found = [(table, [column for column in columns if column not in ("person_key", "nik")]) for table, columns in named]
    return [(table, columns) for table, columns in found if columns]


def _together(columns: Sequence[str]) -> str:
    return f"concat_ws('|', {', '.join(columns)})"


def _digits_of(text: str) -> str:
    """SQL for the digits of a text; those of joined columns stay apart."""
    return f"regexp_replace({text}, '[^0-9|]', '', 'g')"


def erased_digests(warehouse: Warehouse) -> frozenset[str]:
    """The list of erased persons."""
    with warehouse.connect("loader") as connection:
        return frozenset(digest for (digest,) in connection.execute("SELECT erased_key FROM vault.erased"))


def add_digests(connection: psycopg.Connection[Row], digests: Iterable[str]) -> None:
    """Put persons on the list of the erased."""
    with connection.cursor() as cursor:
        statement = "INSERT INTO vault.erased (erased_key) VALUES (%s) ON CONFLICT DO NOTHING"
        cursor.executemany(statement, [(digest,) for digest in sorted(set(digests))])


def record_event(connection: psycopg.Connection[Row], kind: str, facts: Mapping[str, Any]) -> None:
    """Note in `audit` what was done for privacy: counts and codes only."""
    connection.execute("INSERT INTO audit.privacy_event (kind, facts) VALUES (%s, %s)", [kind, json.dumps(facts)])


def count_same_name(connection: psycopg.Connection[Row], village_codes: Collection[str], names: Collection[str]) -> int:
    """How many rows of these villages still bear one of these names: other persons, or the same one where nothing proves it."""
    rows = _select(connection, "r.code = ANY(%(villages)s)", {"villages": list(village_codes)})
    wanted = {" ".join(name.casefold().split()) for name in names}
    return sum(" ".join((row.name or "").casefold().split()) in wanted for row in rows)


def person_tables() -> list[tuple[Contract, TableSpec]]:
    """The datasets whose rows are about persons, with their table in `vault`."""
    return [
        (contract, personal)
        for contract in load_contracts().values()
        if has_person(contract) and (personal := personal_table(contract)) is not None
    ]


def select_rows(
    connection: psycopg.Connection[Row], contract: Contract, personal: TableSpec, condition: str, parameters: Mapping[str, Any]
) -> list[PersonalRow]:
    """Rows of one dataset; the condition speaks of f (the row), s (its sheet) and r (its village)."""
    rows = connection.execute(_query(personal, condition).encode(), parameters)
    return [PersonalRow(contract.dataset, *row) for row in rows]


def _select(connection: psycopg.Connection[Row], condition: str, parameters: Mapping[str, Any]) -> list[PersonalRow]:
    return [
        row
        for contract, personal in person_tables()
        for row in select_rows(connection, contract, personal, condition, parameters)
    ]


def _query(personal: TableSpec, condition: str) -> str:
    columns: Sequence[str] = [column.name for column in personal.columns]
    name = next(column for column in columns if column.endswith("_name"))
    optional = [f"f.{column}" if column in columns else "NULL" for column in ("birth_date", "passport_number")]
    return f"""
        SELECT f.fact_id, s.period, s.load_id, s.source_file, s.source_sheet, f.source_row, r.code, f.person_key,
               f.{name}, {", ".join(optional)}
        FROM {personal.name} AS f JOIN audit.sheet_balance AS s ON s.sheet_id = f.sheet_id
        JOIN core.dim_region AS r ON r.region_key = s.region_key
        WHERE f.person_key IS NOT NULL AND ({condition})
    """  # noqa: S608 - names of contracts; values are parameters
