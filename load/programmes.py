"""What the office configures about villages: programmes with their dates, criteria no sheet holds, targets.

Configured programmes come before what workbooks say; `core.programme_conflict` lists where they differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import psycopg

from expectations.catalogue import CatalogueError
from load.places import village_keys
from load.summaries import refresh_all
from load.warehouse import Row, Warehouse


@dataclass(frozen=True, slots=True)
class ProgrammeSpell:
    """A village in a programme from the first of a month to a day, both included (`ends_on` None: it goes on)."""

    village_code: str
    programme: str
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of Desa Migran Emas that no sheet holds, as judged from a day on."""

    village_code: str
    criterion: Literal["task_force", "service_infrastructure"]
    met: bool
    since: dt.date


def set_programmes(warehouse: Warehouse, spells: Iterable[ProgrammeSpell]) -> int:
    """Replace all configured programmes; return how many there are.

    Raises CatalogueError, with nothing changed, for an unknown village or programme, an end before the start, or two spells of
    one village and programme that overlap.
    """
    written = list(spells)
    with warehouse.connect("loader") as connection:
        keys = village_keys(connection, {spell.village_code for spell in written}, "programmes")
        rows = [(keys[spell.village_code], spell.programme, spell.starts_on, spell.ends_on) for spell in written]
        _replace(connection, "core.programme_spell (region_key, programme_code, starts_on, ends_on)", rows)
    return len(rows)


def set_criteria(warehouse: Warehouse, criteria: Iterable[Criterion]) -> int:
    """Replace all judged criteria; return how many there are. Raises CatalogueError as `set_programmes` does."""
    written = list(criteria)
    with warehouse.connect("loader") as connection:
        keys = village_keys(connection, {one.village_code for one in written}, "criteria")
        rows = [(keys[one.village_code], one.criterion, one.met, one.since) for one in written]
        _replace(connection, "core.village_criterion (region_key, criterion, met, since)", rows)
    return len(rows)


def set_targets(warehouse: Warehouse, targets: Mapping[str, float]) -> None:
    """Set targets by name ("officers": how many make a village staffed; "procedural_share": how much is a high share).

    Raises CatalogueError, with nothing changed, for a target that does not exist or a negative number.
    """
    with warehouse.connect("loader") as connection:
        for target, value in targets.items():
            try:
                done = connection.execute("UPDATE core.target SET value = %s WHERE target = %s", [value, target])
            except psycopg.errors.CheckViolation as error:
                raise CatalogueError("programme_refused", constraint=error.diag.constraint_name) from None
            if not done.rowcount:
                raise CatalogueError("load_unknown_code", dataset="targets", field="target", codes=target)
        refresh_all(connection)


def _replace(connection: psycopg.Connection[Row], target: str, rows: list[Row]) -> None:
    table = target.partition(" ")[0]
    connection.execute(f"DELETE FROM {table}".encode())  # noqa: S608 - names of ours
    try:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {target} VALUES (%s, %s, %s, %s)".encode(), rows)  # noqa: S608
    except psycopg.errors.IntegrityError as error:
        raise CatalogueError("programme_refused", constraint=error.diag.constraint_name) from None
    refresh_all(connection)
