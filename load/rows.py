"""Puts the rows of a batch where they belong: facts into `core`, personal fields into `vault`, new members into dimensions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import psycopg

from expectations.contract import Contract, load_contracts
from load.copying import as_date, column_values, copy_rows, plain_values, reserve_ids
from load.fact_tables import ensure_years
from load.facts import PUBLICATION_FIELDS, UNKNOWN, TableSpec, fact_table, has_birth_date, has_person, is_figures, personal_table
from load.warehouse import Row

if TYPE_CHECKING:
    import pandas as pd

SheetIds = Mapping[tuple[str, str], tuple[int, dt.date]]


def add_rows(connection: psycopg.Connection[Row], dataset: str, frame: pd.DataFrame, sheets: SheetIds) -> None:
    """Copy a frame of one dataset. `sheets` gives sheet id and period by (source file, sheet)."""
    contract = load_contracts()[dataset]
    placed = [sheets[place] for place in zip(frame["source_file"].tolist(), frame["source_sheet"].tolist(), strict=True)]
    sheet_ids, periods = [sheet_id for sheet_id, _ in placed], [period for _, period in placed]
    ensure_years(connection, contract, {period.year for period in periods})
    frame = frame.assign(**_derived(connection, contract, frame, periods))
    ids = reserve_ids(connection, "core.fact_id", len(frame))
    place: dict[str, Any] = {"fact_id": ids, "sheet_id": sheet_ids, "source_row": frame["source_row"].tolist()}
    _copy(connection, fact_table(contract), frame, place if is_figures(contract) else {**place, "period": periods})
    if (personal := personal_table(contract)) is not None:
        _copy(connection, personal, frame, place)


def _copy(connection: psycopg.Connection[Row], table: TableSpec, frame: pd.DataFrame, place: Mapping[str, Any]) -> None:
    values = [*place.values(), *(column_values(frame, column) for column in table.columns)]
    names = [*place, *(column.name for column in table.columns)]
    copy_rows(connection, table.name, names, zip(*values, strict=True))


def _derived(
    connection: psycopg.Connection[Row], contract: Contract, frame: pd.DataFrame, periods: list[dt.date]
) -> dict[str, list[Any]]:
    """Columns the warehouse adds: keys of growing dimensions, and the age at the end of the period."""
    columns: dict[str, list[Any]] = {}
    if any(field.semantic_type == "occupation" for field in contract.fields):
        columns["occupation_key"] = _occupation_keys(connection, frame)
    if has_birth_date(contract) and "age" not in frame.columns:
        births = plain_values(frame, "birth_date")
        columns["age"] = [_age(as_date(birth), period) if birth else None for birth, period in zip(births, periods, strict=True)]
    if is_figures(contract):
        columns |= _figure_keys(connection, frame)
    return columns


def _age(birth: dt.date, period: dt.date) -> int:
    """Full years at the end of the month: every birthday up to the month itself has passed."""
    return period.year - birth.year - (period.month < birth.month)


def _occupation_keys(connection: psycopg.Connection[Row], frame: pd.DataFrame) -> list[int | None]:
    """Keys of the labels as they are understood now; a label understood in another way before is another member."""
    names = ("occupation", "occupation_isco", "occupation_confidence")
    members = list(zip(*(plain_values(frame, name) for name in names), strict=True))
    new = {member for member in members if member[0] is not None}
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core.dim_occupation (label, isco_code, confidence) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            sorted(new, key=str),
        )
    query = "SELECT label, isco_code, confidence, occupation_key FROM core.dim_occupation WHERE label = ANY(%s)"
    found = connection.execute(query, [sorted({label for label, *_ in new})])
    keys: dict[Row, int] = {tuple(member): key for *member, key in found}
    return [keys.get(member) for member in members]


def _figure_keys(connection: psycopg.Connection[Row], frame: pd.DataFrame) -> dict[str, list[Any]]:
    members = [dict(each or {}) for each in plain_values(frame, "members")]
    for member, confined in zip(members, plain_values(frame, "confined_to"), strict=True):
        member.update({dimension: {"code": code} for dimension, code in (confined or {}).items()})
    periods = zip(*(plain_values(frame, name) for name in ("period_type", "period_start", "period_end")), strict=True)
    return {
        "publication_key": _publication_keys(connection, frame),
        "period_code": [_period_code(kind, as_date(start)) for kind, start, _ in periods],
        "country_code": [_code_of(member, "country") or UNKNOWN for member in members],
        "region_key": _figure_regions(connection, [_code_of(member, "regency", "province") for member in members]),
    }


def _publication_keys(connection: psycopg.Connection[Row], frame: pd.DataFrame) -> list[int]:
    described = list(zip(*(plain_values(frame, name) for name in PUBLICATION_FIELDS), strict=True))
    described = [(*row[:3], as_date(row[3]), row[4]) for row in described]
    columns = ", ".join(PUBLICATION_FIELDS)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO core.dim_publication ({columns}) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING".encode(),  # noqa: S608
            list(dict.fromkeys(described)),
        )
    found = connection.execute(f"SELECT publication_key, {columns} FROM core.dim_publication".encode())  # noqa: S608 - names of ours
    keys: dict[Row, int] = {tuple(row): key for key, *row in found}
    return [keys[row] for row in described]


def _period_code(kind: str, start: dt.date) -> str:
    codes = {
        "month": f"{start:%Y-%m}",
        "quarter": f"{start.year}-Q{(start.month + 2) // 3}",
        "semester": f"{start.year}-S{(start.month + 5) // 6}",
        "year": f"{start.year}",
    }
    return codes.get(kind, UNKNOWN)


def _code_of(member: Mapping[str, Any], *dimensions: str) -> str | None:
    for dimension in dimensions:
        value = member.get(dimension)
        if isinstance(value, Mapping) and value.get("code"):
            return str(value["code"])
    return None


def _figure_regions(connection: psycopg.Connection[Row], codes: list[str | None]) -> list[int]:
    wanted = sorted({code for code in codes if code})
    query = "SELECT code, region_key FROM core.dim_region WHERE valid_to IS NULL AND code = ANY(%s)"
    keys: dict[str, int] = dict(connection.execute(query, [wanted]).fetchall())
    return [keys.get(code, 0) if code else 0 for code in codes]


def add_persons(connection: psycopg.Connection[Row], load_id: int, frames: Mapping[str, pd.DataFrame]) -> None:
    """Add the persons of a batch that are not yet known, and the NIK of known ones that had none. The caller holds the lock."""
    persons: dict[str, Row] = {}
    for dataset, frame in frames.items():
        if has_person(load_contracts()[dataset]):
            rows = zip(*(plain_values(frame, name) for name in ("person_key", "nik", "person_key_weak")), strict=True)
            persons |= {key: (key, nik, bool(weak), load_id) for key, nik, weak in rows if key and (nik or key not in persons)}
    connection.execute("CREATE TEMP TABLE new_person (LIKE vault.person) ON COMMIT DROP")
    copy_rows(connection, "new_person", ("person_key", "nik", "is_weak", "first_load_id"), persons.values())
    connection.execute(
        "UPDATE vault.person AS p SET nik = n.nik FROM new_person AS n "
        "WHERE p.person_key = n.person_key AND p.nik IS NULL AND n.nik IS NOT NULL"
    )
    connection.execute(
        "INSERT INTO vault.person SELECT * FROM new_person AS n "
        "WHERE NOT EXISTS (SELECT FROM vault.person AS p WHERE p.person_key = n.person_key)"
    )
