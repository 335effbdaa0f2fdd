"""A publication whose figures do not all pass the checks: what passed loads, the rest is a finding, every row is counted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from load import server
from load.findings import open_quarantine
from load.warehouse import Warehouse
from tests.flows.command_line import Installation

SERIES = Path(__file__).parents[2] / "examples" / "publications" / "published_figures.csv"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    yield Installation(tmp_path / "home")
    server.stop(tmp_path / "home")


def test_a_figure_that_fails_a_check_is_quarantined_and_the_others_load(installation: Installation, tmp_path: Path) -> None:
    with SERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:4]
    rows[1] |= {"period_start": "2014-12-31", "period_end": "2012-01-01"}
    with (tmp_path / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = installation.pmv("run", "--publications", str(tmp_path / "figures.csv"), "--json")
    assert done.code == 0, done.err
    totals = done.json["totals"]
    assert (totals["rows_read"], totals["loaded"], totals["quarantined"], done.json["balanced"]) == (4, 3, 1, True)
    warehouse = Warehouse.open(installation.home)
    assert warehouse.query("office", "SELECT count(*) FROM core.bp2mi_figures_history")[1] == [(3,)]
    assert [(entry["rule"], entry["source_row"]) for entry in open_quarantine(warehouse)] == [("figure_period_reversed", 2)]
