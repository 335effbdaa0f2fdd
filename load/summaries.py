"""Keeps the stored counts behind the marts equal to what their live views say.

Only what a load touched is counted again: the counts of a report depend on it alone, those of a village on it and on earlier
reports, those of a district or regency on its villages, and whether a share is shown on all villages of the regency. When a load
came or went without this, the stored counts are behind: the live views answer, slower, and the next refresh counts everything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from load.warehouse import Row

_OF_ONE_REPORT = ("report_counts", "protected_cells")
_OF_EARLIER_REPORTS = {
    "village_measures": "period", "pillar_states": "period", "pillars_alive": "period", "village_figures": "base_start",
    "village_attributes": "period", "expected_reports": "ends_on", "report_receipts": "starts_on",
}  # fmt: skip
"""Each with its column of time; in order, since later ones are counted from earlier ones."""
_OF_PLACES = {
    "area_figures": "base_start",
    "level_attributes": "period",
    "area_reports": "period",
    "middle_values": "period_start",
}
_OF_NEIGHBOURS = {"share_rungs": "period", "standing_shares": "period"}
"""Whether a place's share is shown hangs on the other places of its regency."""
_STORED = (*_OF_ONE_REPORT, *_OF_EARLIER_REPORTS, *_OF_PLACES, *_OF_NEIGHBOURS)
_ALSO_ASKED = ("audit.sheet_balance", "audit.file", "audit.quarantine")
_SMALL = 20_000
"""Below so many rows the planner's picture of a table is renewed at once; above, autovacuum is quick enough."""


class Touched(NamedTuple):
    """Villages and months whose reports a load brought, replaced or took back."""

    villages: Sequence[str]
    periods: Sequence[dt.date]

    @property
    def districts(self) -> list[str]:
        """Codes of the districts around; a village's code begins with it."""
        return sorted({village[:8] for village in self.villages})

    @property
    def regencies(self) -> list[str]:
        """Codes of the regencies around; a village's code begins with it."""
        return sorted({village[:5] for village in self.villages})


def touched_by(connection: psycopg.Connection[Row], load_id: int) -> Touched:
    """What a load touched; ask before its sheets are deleted when it is taken back."""
    row = connection.execute(
        "SELECT coalesce(array_agg(DISTINCT village_code), '{}'), coalesce(array_agg(DISTINCT period), '{}') FROM ("
        "SELECT r.village_code, s.period FROM audit.sheet_balance AS s JOIN core.dim_region AS r USING (region_key) "
        "WHERE (s.load_id = %(load)s OR s.superseded_by_load = %(load)s) AND s.region_key <> 0 AND s.dataset IS NOT NULL "
        "UNION SELECT village_code, period FROM audit.file WHERE load_id = %(load)s AND status = 'rejected' "
        "AND village_code IS NOT NULL AND period IS NOT NULL) AS t",
        {"load": load_id},
    ).fetchone()
    return Touched(*row) if row else Touched([], [])


def refresh_stored(connection: psycopg.Connection[Row], touched: Touched) -> None:
    """Count again what was touched, or all when other loads were missed. Call at the end of the transaction that changed it."""
    if _missed_loads(connection):
        refresh_all(connection)
        return
    _begin(connection)
    connection.execute("DELETE FROM audit.stored_state")
    for period in touched.periods:
        for name in _OF_ONE_REPORT:
            _replace(connection, name, "village_code = ANY(%s) AND period = %s", [touched.villages, period])
    _note(connection)  # from here on the stored counts answer, also for what is derived from them
    if touched.periods:
        _derive(connection, touched)
    _end(connection)


def refresh_all(connection: psycopg.Connection[Row]) -> None:
    """Count everything again."""
    connection.execute("DELETE FROM audit.stored_state")
    _begin(connection)
    for name in _OF_ONE_REPORT:
        _replace(connection, name, "true", [])
    _note(connection)
    for name in (*_OF_EARLIER_REPORTS, *_OF_PLACES, *_OF_NEIGHBOURS):
        _replace(connection, name, "true", [])
    _end(connection)


def _begin(connection: psycopg.Connection[Row]) -> None:
    """The rows of this transaction count from after its start, so "now" for the live views is the present instant."""
    connection.execute("SELECT set_config('pmv.as_of', clock_timestamp()::text, true), set_config('pmv.refreshing', 'on', true)")


def _end(connection: psycopg.Connection[Row]) -> None:
    settings = ("pmv.as_of", "pmv.refreshing", "pmv.counted_since", "pmv.counted_in")
    connection.execute("SELECT set_config(name, '', true) FROM unnest(%s::text[]) AS name", [list(settings)])
    _renew_statistics(connection)


def _derive(connection: psycopg.Connection[Row], touched: Touched) -> None:
    """A longer period that began before the first touched month changes with it."""
    first = min(touched.periods)
    since = first.replace(month=1)
    connection.execute(
        "SELECT set_config('pmv.counted_since', %s, true), set_config('pmv.counted_in', %s, true)",
        [since.isoformat(), ",".join(touched.regencies)],
    )
    for name, month in _OF_EARLIER_REPORTS.items():
        _replace(connection, name, f"village_code = ANY(%s) AND {month} >= %s", [touched.villages, since])
    places = [*touched.villages, *touched.districts, *touched.regencies]
    for name, month in _OF_PLACES.items():
        _replace(connection, name, f"region_code = ANY(%s) AND {month} >= %s", [places, since])
    for name, month in _OF_NEIGHBOURS.items():
        _replace(connection, name, f"left(region_code, 5) = ANY(%s) AND {month} >= %s", [touched.regencies, since])


def _replace(connection: psycopg.Connection[Row], name: str, condition: str, parameters: Sequence[object]) -> None:
    connection.execute(f"DELETE FROM core.{name}_stored WHERE {condition}".encode(), parameters)  # noqa: S608 - names of ours
    live = f"SELECT * FROM core.{name}_live WHERE {condition}"  # noqa: S608
    connection.execute(f"INSERT INTO core.{name}_stored {live}".encode(), parameters)


def _renew_statistics(connection: psycopg.Connection[Row]) -> None:
    tables = [f"core.{name}_stored" for name in _STORED]
    query = "SELECT oid::regclass::text FROM pg_class WHERE oid = ANY(%s::regclass[]) AND reltuples < %s"
    small = connection.execute(query, [[*tables, *_ALSO_ASKED], _SMALL]).fetchall()
    for (table,) in small:
        connection.execute(f"ANALYZE {table}".encode())


def _missed_loads(connection: psycopg.Connection[Row]) -> bool:
    """Whether more happened since the last refresh than the one load or undoing this refresh is for."""
    row = connection.execute(
        "SELECT s.loads IS NULL OR (l.loads - s.loads) + (l.undone - s.undone) <> 1 "
        "FROM core.loads_standing AS l LEFT JOIN audit.stored_state AS s ON true"
    ).fetchone()
    return row is None or bool(row[0])


def _note(connection: psycopg.Connection[Row]) -> None:
    connection.execute(
        "INSERT INTO audit.stored_state (loads, undone) SELECT loads, undone FROM core.loads_standing "
        "ON CONFLICT (only_row) DO UPDATE SET loads = excluded.loads, undone = excluded.undone"
    )
