"""No stored figure rests on what was erased: after erasing or rotation stored counts are the live ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.forgetting import forget_nik
from flows.rekeying import rekey
from flows.retaining import end_retention
from load.warehouse import Warehouse
from tests.load.persons_inbox import NIK, Office, fill, office

STORED = "SELECT relname FROM pg_class WHERE relnamespace = 'core'::regnamespace AND relkind = 'r' AND relname LIKE '%\\_stored'"
ABROAD = "SELECT period, abroad FROM core.report_counts_stored WHERE period < '2024-12-01' ORDER BY 1"
"""Stored digests of the persons a report says are abroad."""

WAYS: dict[str, Callable[[Office], object]] = {
    "forget": lambda of: forget_nik(of.settings, of.warehouse, NIK),
    "retention": lambda of: end_retention(of.settings, of.warehouse, dt.date(2029, 11, 1), is_dry_run=False),
    "rekey": lambda of: rekey(of.settings, of.warehouse, "another secret, the second one"),
}


def stale(of: Office) -> list[str]:
    """Stored tables that say anything else than their live views."""
    names = [name.removesuffix("_stored") for (name,) in of.rows(STORED)]
    assert len(names) == 7
    pairs = [(f"core.{name}_live", f"core.{name}_stored") for name in names]
    differing = "(SELECT * FROM {0} EXCEPT SELECT * FROM {1}) UNION ALL (SELECT * FROM {1} EXCEPT SELECT * FROM {0})"
    return [
        stored for live, stored in pairs if of.rows(f"SELECT count(*) FROM ({differing.format(live, stored)}) AS d") != [(0,)]
    ]


@pytest.mark.parametrize("way", WAYS)
def test_stored_figures_are_counted_again_in_the_same_transaction(empty_warehouse: Warehouse, tmp_path: Path, way: str) -> None:
    made = office(tmp_path / "home", empty_warehouse)
    made.run(fill(tmp_path / "inbox"))
    before = made.rows(ABROAD)
    assert stale(made) == []
    WAYS[way](made)
    assert made.rows(ABROAD) != before
    assert stale(made) == []
    (served,) = made.rows("SELECT serves FROM core.stored_serves", "office")
    assert served == (True,)
