"""Many plain workbooks for benchmarks: five sheets and about 300 rows each, all different, quickly written."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .layouts.recipe import DATASETS, Recipe, recipe
from .months import add_months
from .society import Size
from .submission import Workshop, submit
from .villages import Village, all_villages

_SIZE = Size(migrants=120, children=55, groups=8, cooperatives=0, members=75, services=42, complaints=0, sessions=0)
_SHEETS = ("migrant_register", "migration_services", "business_groups", "migrant_children", "cooperative_members")
_LATEST = dt.date(2026, 10, 1)
_FAULT_EVERY = 5


def scale_recipe() -> Recipe:
    """The layout of all benchmark workbooks: the plain one with a total row and little noise."""
    return dataclasses.replace(recipe("L01_plain"), id="scale", datasets=_SHEETS, noise=0.03)


def write_scale(seed: str, number: int, target: Path) -> dict[str, object]:
    """Write `number` workbooks to target/stage1 and target/truth.json; returns the truth."""
    stage = target / "stage1"
    stage.mkdir(parents=True, exist_ok=True)
    workshop, tally = Workshop.opened(seed), Counter[str]()
    for i, (village, period) in zip(range(number), _places(), strict=False):
        report = workshop.report(village, period, _SIZE)
        (made,) = submit(workshop, report, scale_recipe(), ["nik_length_15"] if i % _FAULT_EVERY == 0 else [])
        (target / made.path).write_bytes(made.content)
        for dataset, entry in made.truth["datasets"].items():
            tally[dataset] += len(entry["rows"])
    truth: dict[str, object] = {
        "profile": "scale",
        "seed": seed,
        "files": number,
        "counts": {"loaded": {dataset: tally[dataset] for dataset in DATASETS}, "quarantined": 0, "duplicate": 0},
    }
    (target / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    return truth


def _places() -> Iterator[tuple[Village, dt.date]]:
    """Every village in one month, then in the month before, and so on."""
    for back in range(1200):
        for village in all_villages():
            yield village, add_months(_LATEST, -back)
