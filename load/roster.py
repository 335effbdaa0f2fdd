"""Who is to report what: the office's roster. Without one, a regency's villages are expected from their first report on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from expectations.catalogue import CatalogueError
from expectations.contract import Cadence, Contract, village_contracts
from load.places import village_keys
from load.summaries import refresh_all
from load.warehouse import Row, Warehouse


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A village that is to report from `valid_from` until before `valid_to` (None: on).

    `dataset` None: every dataset of the contracts that is due at all. `cadence` and `due_day` None: as in the contract.
    """

    village_code: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    dataset: str | None = None
    cadence: Cadence | None = None
    due_day: int | None = None


def set_roster(warehouse: Warehouse, entries: Iterable[RosterEntry]) -> int:
    """Replace the whole roster; return how many lines it has. An empty one brings back the default.

    Raises CatalogueError, with nothing changed, for an unknown village or dataset, a cadence or day out of range, or lines of one
    village and dataset that begin on the same day.
    """
    written = list(entries)
    with warehouse.connect("loader") as connection:
        keys = village_keys(connection, {entry.village_code for entry in written}, "roster")
        lines = [(keys[entry.village_code], *line) for entry in written for line in _lines(entry)]
        connection.execute("DELETE FROM audit.roster")
        try:
            _insert(connection, lines)
        except psycopg.errors.IntegrityError as error:
            raise CatalogueError("roster_refused", constraint=error.diag.constraint_name) from None
        refresh_all(connection)
    return len(lines)


def _lines(entry: RosterEntry) -> Iterable[Row]:
    for contract in _contracts(entry.dataset):
        cadence, due_day = entry.cadence or contract.cadence, entry.due_day or contract.due_day
        yield contract.dataset, cadence, due_day, entry.valid_from, entry.valid_to


def _contracts(dataset: str | None) -> list[Contract]:
    if dataset is None:
        return [contract for contract in village_contracts().values() if contract.cadence]
    if dataset not in village_contracts():
        raise CatalogueError("load_unknown_code", dataset="roster", field="dataset", codes=dataset)
    return [village_contracts()[dataset]]


def _insert(connection: psycopg.Connection[Row], lines: list[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO audit.roster (region_key, dataset, cadence, due_day, valid_from, valid_to) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            lines,
        )
