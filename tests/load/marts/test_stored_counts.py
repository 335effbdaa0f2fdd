"""Counting again only what a load touched ends where counting everything would."""

from __future__ import annotations

import random
from collections.abc import Iterator

from load.batch import Batch
from load.publish import publish
from load.undo import undo
from load.warehouse import Warehouse
from tests.load.marts.small_regency import make_regency
from tests.load.stored_counts import stale


def scattered(batches: list[Batch], seed: int) -> Iterator[Batch]:
    """The reports of the batches in loads of any villages and months, in no order of time."""
    chance = random.Random(seed)
    files = [(batch, file) for batch in batches for file in batch.files]
    chance.shuffle(files)
    while files:
        batch, file = files[0]
        of_month = [(other, one) for other, one in files if other is batch][: chance.randint(1, 9)]
        files = [pair for pair in files if pair not in of_month]
        chosen = {one.sha256 for _, one in of_month}
        rows = {dataset: frame[frame["source_file"].isin(chosen)] for dataset, frame in batch.rows.items()}
        yield Batch(
            f"run-{file.sha256}",
            [one for _, one in of_month],
            {dataset: frame for dataset, frame in rows.items() if len(frame)},
        )


def test_stored_counts_are_the_live_ones_after_every_load_in_any_order_and_after_each_is_taken_back(
    empty_warehouse: Warehouse,
) -> None:
    loads = []
    for number, batch in enumerate(scattered(make_regency(7, per_district=2, months=5).batches, seed=3)):
        loads.append(publish(empty_warehouse, batch))
        if number % 3 == 0:
            assert stale(empty_warehouse) == [], f"after load {number}"
    assert len(loads) > 6
    for load in loads[2:5]:
        undo(empty_warehouse, load)
        assert stale(empty_warehouse) == [], f"after taking load {load} back"
