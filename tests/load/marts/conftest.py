"""One warehouse with an invented regency's reports, loaded once for the tests of the marts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from load.publish import publish
from load.warehouse import DATABASE, Reader, Warehouse
from tests.load.marts.small_regency import HISTORY, Regency, make_regency
from tests.load.region_changing import set_region_changes
from tests.own_database import own_database


@dataclass(frozen=True)
class Loaded:
    """The warehouse, what was reported, and the instant after each batch."""

    warehouse: Warehouse
    regency: Regency
    instants: list[dt.datetime]

    def frame(self, query: str, role: Reader = "bi", as_of: dt.datetime | None = None) -> pd.DataFrame:
        """The answer to a query, as a frame of plain values."""
        columns, rows = self.warehouse.query(role, query, as_of)
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def rows(self, query: str, role: Reader = "bi", as_of: dt.datetime | None = None) -> list[dict[str, Any]]:
        """The answer to a query, a dictionary a row."""
        columns, rows = self.warehouse.query(role, query, as_of)
        return [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.fixture(scope="session", params=[1])
def loaded(warehouse: Warehouse, request: pytest.FixtureRequest) -> Iterator[Loaded]:
    """The regency of a seed in a database of its own."""
    with own_database(warehouse, f"{DATABASE}_regency_{request.param}") as own:
        regency, instants = make_regency(request.param, changes=HISTORY), []
        set_region_changes(own, regency.changes)
        for batch in regency.batches:
            publish(own, batch)
            instants.append(own.query("office", "SELECT clock_timestamp()")[1][0][0])
        yield Loaded(own, regency, instants)
