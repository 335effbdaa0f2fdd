"""Asked as of an instant, every mart and every view of core says what it said then, whatever came or was restated since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import psycopg

from load.batch import Batch
from load.publish import publish
from load.warehouse import Row, Warehouse
from tests.load.batch_making import figure, figures_batch
from tests.load.marts.small_regency import make_regency

Content = dict[str, list[str]]


def stages() -> Iterator[list[Batch]]:
    """Two months and a publication; the first month sent again and the figure restated; an older version that came late."""
    again, late = (make_regency(seed, per_district=1, months=1).batches[0] for seed in (2, 3))
    yield [*make_regency(1, per_district=1, months=2).batches, figures_batch("2023.pdf", [figure(274965)])]
    restated = figure(297108, publication="Laporan 2024", published_on=dt.date(2025, 1, 20))
    yield [_sent(again, dt.timedelta(days=60)), figures_batch("2024.pdf", [restated])]
    yield [_sent(late, dt.timedelta(days=-60))]


def _sent(batch: Batch, later: dt.timedelta) -> Batch:
    for file in batch.files:
        file.modified_at += later
    return batch


def views(warehouse: Warehouse) -> list[str]:
    """All views that answer as of an instant: all but histories and what they are cut from."""
    query = """
        SELECT n.nspname || '.' || c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('mart', 'core') AND c.relkind = 'v'
          AND c.relname !~ '_(history|ranked)$' AND c.relname NOT IN ('loads_standing', 'stored_serves', 'rows_by_sheet')
        ORDER BY 1
    """
    with warehouse.connect("loader") as connection:
        return [name for (name,) in connection.execute(query)]


def content(connection: psycopg.Connection[Row], names: list[str], as_of: dt.datetime | None) -> Content:
    connection.execute("SELECT set_config('pmv.as_of', %s, true)", [as_of.isoformat() if as_of else ""])
    return {name: sorted(map(str, connection.execute(f"SELECT * FROM {name}".encode()).fetchall())) for name in names}


def test_every_view_says_as_of_an_instant_what_it_said_then(empty_warehouse: Warehouse) -> None:
    names = views(empty_warehouse)
    said: list[tuple[dt.datetime, Content]] = []
    for batches in stages():
        for batch in batches:
            publish(empty_warehouse, batch)
        with empty_warehouse.connect("loader") as connection:
            (instant,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
            said.append((instant, content(connection, names, None)))
    assert said[0][1] != said[1][1]
    with empty_warehouse.connect("loader") as connection:
        for instant, then in said[:-1]:
            now = content(connection, names, instant)
            assert [name for name in names if now[name] != then[name]] == []
