"""A whole set: two deliveries of many villages in many layouts, with faults in cells, rows and files, and the truth of it all."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from .faults.files import CASES, ENCRYPTED_CASE
from .faults.planting import KINDS
from .layouts.recipe import Recipe, recipes
from .submission import MadeFile, Workshop, submit
from .truth import counts
from .villages import Village, all_villages, plainly_named

_PERIODS = (dt.date(2026, 10, 1), dt.date(2026, 9, 1))
_CASE_EVERY = 3
"""Every third village brings a fault of a whole file instead of a plain report."""


def make_delivery(seed: str, number: int, with_encrypted: bool = False) -> list[MadeFile]:
    """At least `number` files, all following from the seed. The encrypted file, if asked for, has new bytes every time."""
    workshop = Workshop.opened(seed)
    made: list[MadeFile] = []
    if with_encrypted:
        made += ENCRYPTED_CASE(workshop, plainly_named()[-1], _PERIODS[0])
    plan = _submissions(workshop)
    while len(made) < number:
        made += next(plan)
    return made


def _submissions(workshop: Workshop) -> Iterator[list[MadeFile]]:
    """Endlessly: reports in every layout in turn with faults in turn, every so often a file-level case."""
    layouts, cases, kinds = cycle(recipes()), cycle(CASES), cycle(workshop.rng.sample(KINDS, len(KINDS)))
    villages = cycle(workshop.rng.sample(all_villages(), len(all_villages())))
    turn = 0
    while True:
        turn += 1
        village, period = next(villages), workshop.rng.choice(_PERIODS)
        if turn % _CASE_EVERY == 0:
            yield next(cases)(workshop, village, workshop.claim(village, period))
            continue
        layout = next(layouts)
        village = _nameable(village, layout, villages)
        chosen = [next(kinds) for _ in range(workshop.rng.choice((0, 2, 3, 5, 7)))]
        yield submit(workshop, workshop.report(village, workshop.claim(village, period)), layout, chosen)


def _nameable(village: Village, layout: Recipe, villages: Iterator[Village]) -> Village:
    """A village the layout can say: where only a bare name is given, it must say enough."""
    while layout.evidence == "name" and layout.file_name == "words" and village not in plainly_named():
        village = next(villages)
    return village


def write_delivery(made: list[MadeFile], seed: str, target: Path) -> dict[str, Any]:
    """Write files and truth.json below a folder; returns the truth. Raises FileExistsError where a path comes twice."""
    for file in made:
        path = target / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(file.content)
    truth = delivery_truth(made, seed)
    (target / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return truth


def delivery_truth(made: list[MadeFile], seed: str) -> dict[str, Any]:
    """The truth of a set in the shape the scorer reads."""
    files = [file.truth for file in made]
    return {
        "profile": "generated",
        "seed": seed,
        "stages": sorted({f"stage{file['stage']}" for file in files}),
        "files": files,
        "counts": counts(files),
        "village_periods": len({(file["village_code"], file["period"]) for file in files if file["datasets"]}),
        "layouts": sorted({file["layout"] for file in files}),
    }
