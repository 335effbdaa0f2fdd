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
from tests.load.stored_counts import stale

ABROAD = "SELECT period, abroad FROM core.report_counts_stored WHERE period < '2024-12-01' ORDER BY 1"
"""Stored digests of the persons a report says are abroad."""

WAYS: dict[str, Callable[[Office], object]] = {
    "forget": lambda of: forget_nik(of.settings, of.warehouse, NIK),
    "retention": lambda of: end_retention(of.settings, of.warehouse, dt.date(2029, 11, 1), is_dry_run=False),
    "rekey": lambda of: rekey(of.settings, of.warehouse, "another secret, the second one"),
}


@pytest.mark.parametrize("way", WAYS)
def test_stored_figures_are_counted_again_in_the_same_transaction(empty_warehouse: Warehouse, tmp_path: Path, way: str) -> None:
    made = office(tmp_path / "home", empty_warehouse)
    made.run(fill(tmp_path / "inbox"))
    before = made.rows(ABROAD)
    assert stale(empty_warehouse) == []
    WAYS[way](made)
    assert made.rows(ABROAD) != before
    assert stale(empty_warehouse) == []
    (served,) = made.rows("SELECT serves FROM core.stored_serves", "office")
    assert served == (True,)
