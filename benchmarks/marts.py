"""How long the typical questions to each mart take at regional size: one village, one district over time, the regency, the past.

Fills a warehouse of its own through the loading path (some minutes at full size), then asks each question as `pmv_bi`, over a new
connection each time as a person's tool would. Prints p50 and p95 in milliseconds; figures of one machine at one time.
Usage: python -m benchmarks.marts [--villages 307] [--months 36] [--repeat 20] [--keep DIR]
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.regency import REGENCY, Size, batches
from expectations.documents import read_yaml
from load import server
from load.publish import publish
from load.schema import upgrade
from load.warehouse import Warehouse

QUESTIONS: Mapping[str, Mapping[str, str]] = read_yaml(Path(__file__).with_suffix(".yaml"))
CONSOLE = Console(width=100)


class Question(NamedTuple):
    """SQL to a mart; asked about now where `as_of` is None."""

    mart: str
    about: str
    sql: str
    as_of: dt.datetime | None


class Timing(NamedTuple):
    """A question and its times, in milliseconds."""

    mart: str
    about: str
    rows: int
    p50: float
    p95: float


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=307)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--repeat", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="fill this folder, or ask what stands there")
    options = parser.parse_args()
    size = Size(options.villages, options.months)
    with tempfile.TemporaryDirectory(prefix="pmv-benchmark-") as folder:
        home = options.keep or Path(folder)
        try:
            warehouse = Warehouse.open(home)
            if not (home / "filled").exists():
                fill(warehouse, size)
                (home / "filled").touch()
            show(size, list(measure(warehouse, options.repeat)))
        finally:
            server.stop(home)


def fill(warehouse: Warehouse, size: Size) -> None:
    """Load every month of the regency."""
    upgrade(warehouse)
    for batch in track(batches(size), "Loading months", total=size.months, console=CONSOLE):
        publish(warehouse, batch)


def measure(warehouse: Warehouse, repeat: int) -> Iterator[Timing]:
    """Every question, asked so often."""
    places, asked_of = example_places(warehouse), {"past": dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)}
    for mart, questions in QUESTIONS.items():
        for about, question in questions.items():
            yield ask(warehouse, Question(mart, about, question.format(**places), asked_of.get(about)), repeat)


def example_places(warehouse: Warehouse) -> dict[str, str]:
    """A village in the middle of the list, its district and the last month."""
    query = (
        "SELECT village_code, left(village_code, 8), district_name, (SELECT max(period) FROM mart.village_month)::text "
        "FROM mart.village_month GROUP BY village_code, district_name ORDER BY 1"
    )
    _, rows = warehouse.query("bi", query)
    return dict(zip(("village", "district", "district_name", "month"), rows[len(rows) // 2], strict=True))


def ask(warehouse: Warehouse, question: Question, repeat: int) -> Timing:
    """One question so often, over a connection of its own each time."""
    seconds = []
    for _ in range(repeat):
        began = time.perf_counter()
        _, rows = warehouse.query("bi", question.sql, question.as_of)
        seconds.append(time.perf_counter() - began)
    steps = statistics.quantiles(seconds, n=20, method="inclusive") if repeat > 1 else seconds * 19
    return Timing(question.mart, question.about, len(rows), 1000 * steps[9], 1000 * steps[18])


def show(size: Size, timings: list[Timing]) -> None:
    """One line a mart, its questions side by side; the slowest below."""
    table = Table(title=f"Marts of {size.villages} villages and {size.months} months, p50 / p95 in ms")
    columns = list(dict.fromkeys(timing.about for timing in timings))
    table.add_column("mart")
    for column in columns:
        table.add_column(column, justify="right")
    for mart in QUESTIONS:
        cells = {timing.about: f"{timing.p50:,.0f} / {timing.p95:,.0f}" for timing in timings if timing.mart == mart}
        table.add_row(mart, *(cells.get(column, "") for column in columns))
    CONSOLE.print(table)
    slowest = max(timings, key=lambda timing: timing.p95)
    CONSOLE.print(f"Regency {REGENCY}. Slowest: {slowest.mart}, {slowest.about}, p95 {slowest.p95:,.0f} ms.")


if __name__ == "__main__":
    main()
