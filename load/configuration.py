"""The office's configuration in the warehouse: a new version each time it says something else, the earlier ones stay as history.

Programmes come before what workbooks say; `core.programme_conflict` lists where they differ. Without a roster, a regency's
villages are expected from their first report on. Marts read the version that stands, or stood at `pmv.as_of`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import psycopg

from expectations.catalogue import CatalogueError
from expectations.configuration import Criterion, Entry, ProgrammeSpell, ReportDue, Subject, Target
from load.copying import copy_rows
from load.places import village_keys
from load.publishing_lock import publishing_paused
from load.summaries import refresh_all
from load.warehouse import Row, Warehouse


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one configuration file says on its subject, and which bytes said it."""

    subject: Subject
    path: str
    sha256: str
    entries: Sequence[Entry]


class Configured(NamedTuple):
    """What stands on a subject now, and whether that is new."""

    subject: Subject
    path: str
    lines: int
    is_new: bool


class _Table(NamedTuple):
    """Where the lines of a subject are stored, besides their configuration_id."""

    name: str
    columns: tuple[str, ...]


_TABLES: Mapping[Subject, _Table] = {
    "programmes": _Table("core.programme_spell", ("region_key", "programme_code", "starts_on", "ends_on")),
    "roster": _Table("audit.roster", ("region_key", "dataset", "cadence", "due_day", "valid_from", "valid_to")),
    "criteria": _Table("core.village_criterion", ("region_key", "criterion", "met", "since")),
    "targets": _Table("core.target", ("target", "value")),
}


def configure(warehouse: Warehouse, configurations: Sequence[Configuration]) -> list[Configured]:
    """Bring all of them in, in one transaction; what says the same as the version that stands changes nothing.

    Raises CatalogueError, with nothing changed, for a village or programme the warehouse does not know.
    """
    with publishing_paused(warehouse) as connection:
        try:
            done = [_bring_in(connection, configuration) for configuration in configurations]
        except psycopg.errors.IntegrityError as error:
            raise CatalogueError("configuration_refused", constraint=error.diag.constraint_name) from None
        if any(configured.is_new for configured in done):
            refresh_all(connection)
    return done


def configured_programmes(warehouse: Warehouse) -> list[ProgrammeSpell]:
    """The programmes that stand."""
    query = "SELECT village_code, programme, starts_on, ends_on FROM core.programme_configured ORDER BY 1, 2, 3"
    with warehouse.connect("loader") as connection:
        return [ProgrammeSpell(*row) for row in connection.execute(query)]


def _bring_in(connection: psycopg.Connection[Row], given: Configuration) -> Configured:
    table = _TABLES[given.subject]
    villages = {entry.village_code for entry in given.entries if not isinstance(entry, Target)}
    keys = village_keys(connection, villages, given.subject)
    rows = {_row(entry, keys) for entry in given.entries}
    is_new = rows != _standing(connection, given.subject)
    if is_new:
        number = _open(connection, given, len(rows))
        copy_rows(connection, table.name, ("configuration_id", *table.columns), ((number, *row) for row in rows))
    return Configured(given.subject, given.path, len(rows), is_new)


def _standing(connection: psycopg.Connection[Row], subject: Subject) -> set[Row]:
    table = _TABLES[subject]
    query = f"""
        SELECT {", ".join(table.columns)} FROM {table.name} JOIN audit.configuration USING (configuration_id)
        WHERE superseded_at IS NULL
    """  # noqa: S608 - names of ours
    return set(connection.execute(query.encode()).fetchall())


def _open(connection: psycopg.Connection[Row], given: Configuration, lines: int) -> int:
    """A new version from this instant on; the one before ends."""
    (instant,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
    connection.execute(
        "UPDATE audit.configuration SET superseded_at = %s WHERE subject = %s AND superseded_at IS NULL", [instant, given.subject]
    )
    (number,) = connection.execute(
        "INSERT INTO audit.configuration (subject, path, sha256, lines, recorded_at) VALUES (%s, %s, %s, %s, %s) "
        "RETURNING configuration_id",
        [given.subject, given.path, given.sha256, lines, instant],
    ).fetchone() or (0,)
    return int(number)


def _row(entry: Entry, keys: Mapping[str, int]) -> Row:
    """An entry as its table holds it. The roster's end is the first day it no longer holds."""
    match entry:
        case ProgrammeSpell():
            return (keys[entry.village_code], entry.programme, entry.starts_on, entry.ends_on)
        case ReportDue():
            until = entry.ends_on and entry.ends_on + dt.timedelta(days=1)
            return (keys[entry.village_code], entry.dataset, entry.cadence, entry.due_day, entry.starts_on, until)
        case Criterion():
            return (keys[entry.village_code], entry.criterion, entry.met, entry.since)
        case Target():
            return (entry.target, entry.value)
