"""A generated delivery run through the real command line, and everything that is then not as it was meant."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from examples.generator.delivery import delivery_truth, write_delivery
from examples.generator.faults import files as cases
from examples.generator.faults.planting import KINDS
from examples.generator.layouts.recipe import recipe
from examples.generator.submission import MadeFile, Workshop, submit
from examples.generator.villages import plainly_named
from load.warehouse import Warehouse
from tests.flows.command_line import Done, Installation
from tests.flows.seen import RowsByDataset, select, warehouse_rows
from tests.flows.truth import (
    Difference,
    FileTruth,
    compare_persons,
    compare_quarantine,
    compare_report,
    compare_rows,
    matched,
)

PERIOD = dt.date(2026, 10, 1)
LAYOUTS = (
    "L03_three_level_header", "L05_ods_matrix", "L07_csv_semicolon_bom", "L10_html_xls", "L13_beside", "L15_spacers",
    "L22_profile_two_columns", "L30_sections_no_total", "L34_kept_everything", "L42_hamlet_blocks",
)  # fmt: skip
CASES = (cases.resubmitted_in_part, cases.same_bytes_twice, cases.period_contradicts, cases.required_column_absent)
_FAULTS = 4
"""Planted in each file, so that every kind of fault occurs."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One delivery after its run: what the run said, the rows of its loads, the quarantine as it then stood."""

    done: Done
    rows: Mapping[str, RowsByDataset]
    quarantine: Sequence[Mapping[str, Any]]

    @property
    def report(self) -> Any:
        """The object the run printed."""
        return self.done.json


@dataclass(frozen=True, slots=True)
class Delivered:
    """All deliveries of a set after their runs, in one warehouse."""

    files: Sequence[FileTruth]
    stages: Sequence[Stage]
    warehouse: Warehouse

    def of_stage(self, number: int) -> list[FileTruth]:
        """The files of one delivery, 1 or 2."""
        return [file for file in self.files if file["stage"] == number]

    def carriers(self, number: int) -> list[FileTruth]:
        """The files of a delivery that carry rows, or whose rows nobody carries: of equal bytes one is enough."""
        files = self.of_stage(number)
        carrying = {file["sha256"] for file in self.files if file["datasets"]}
        return [file for file in files if file["datasets"] or file["sha256"] not in carrying]


def small_delivery(seed: str) -> list[MadeFile]:
    """A file each in the most different layouts, every kind of fault, and the cases only whole files can be."""
    shop = Workshop.opened(seed)
    villages, kinds = iter(plainly_named()), cycle(KINDS)
    made: list[MadeFile] = []
    for layout in LAYOUTS:
        village = next(villages)
        told = shop.report(village, shop.claim(village, PERIOD))
        made += submit(shop, told, recipe(layout), list(islice(kinds, _FAULTS)))
    for case in CASES:
        village = next(villages)
        made += case(shop, village, shop.claim(village, PERIOD))
    return made


def deliver(made: list[MadeFile], folder: Path, installation: Installation, warehouse: Warehouse) -> Delivered:
    """Write a set below a folder and run its deliveries one after the other, in a process of its own each."""
    write_delivery(made, "", folder)
    files = delivery_truth(made, "")["files"]
    stages = [_run(folder / stage, installation, warehouse) for stage in ("stage1", "stage2") if (folder / stage).exists()]
    return Delivered(files, stages, warehouse)


def _run(inbox: Path, installation: Installation, warehouse: Warehouse) -> Stage:
    date_by_path(inbox)
    done = installation.pmv_alone("run", "--inbox", str(inbox), "--json")
    if done.code:
        raise RuntimeError(f"pmv run ended with {done.code}: {done.err}")
    quarantine = installation.pmv("quarantine", "--format", "json").json
    return Stage(done, warehouse_rows(warehouse, done.json["loads"]), quarantine)


def date_by_path(inbox: Path) -> None:
    """Give files modification times in the order of their paths, a second apart and the last one now."""
    paths = sorted(path for path in inbox.rglob("*") if path.is_file())
    for age, path in enumerate(reversed(paths)):
        instant = dt.datetime.now().timestamp() - age
        os.utime(path, (instant, instant))


def differences(delivered: Delivered) -> list[Difference]:
    """Everything that is not as it was meant, over all deliveries."""
    return [
        *(each for number in range(1, len(delivered.stages) + 1) for each in stage_differences(delivered, number)),
        *what_a_later_delivery_spoiled(delivered),
        *person_differences(delivered),
    ]


def stage_differences(delivered: Delivered, number: int) -> Iterator[Difference]:
    """One delivery right after its run: its report, its rows, its quarantine."""
    stage = delivered.stages[number - 1]
    yield from compare_report(delivered.of_stage(number), stage.report)
    for file in delivered.carriers(number):
        yield from compare_rows(file, stage.rows.get(file["sha256"], {}))
        yield from compare_quarantine(file, [each for each in stage.quarantine if each["source_file"] == file["sha256"]])


def what_a_later_delivery_spoiled(delivered: Delivered) -> Iterator[Difference]:
    """Rows of the first delivery that should still be there, or no more, once all deliveries have run."""
    loads = delivered.stages[0].report["loads"]
    standing = warehouse_rows(delivered.warehouse, loads)
    for file in delivered.carriers(1):
        left = {dataset: entry for dataset, entry in file["datasets"].items() if dataset not in file["superseded"]}
        yield from compare_rows({**file, "datasets": left}, standing.get(file["sha256"], {}))


def person_differences(delivered: Delivered) -> Iterator[Difference]:
    """Person keys that do not tell persons apart, and keys whose NIK in the vault is another's."""
    keyed = [
        (meant["nik"], row["person_key"])
        for number, stage in enumerate(delivered.stages, 1)
        for file in delivered.carriers(number)
        for dataset in file["datasets"]
        for meant, row in matched(file, dataset, stage.rows.get(file["sha256"], {}).get(dataset, ()))
        if meant["nik"] and row
    ]
    for wrong in compare_persons(keyed):
        yield Difference("person key", "", "", detail=wrong)
    kept = {
        row["person_key"]: row["nik"] for row in select(delivered.warehouse, "dpo", "SELECT person_key, nik FROM vault.person")
    }
    for nik, key in dict(keyed).items():
        if kept.get(key) != nik:
            yield Difference("person in the vault", "", "", detail="its key leads to another NIK or to none")


def superseded_rows(delivered: Delivered) -> Iterator[tuple[str, int, int]]:
    """(dataset, rows the first report meant, rows the history still has) for every dataset a second delivery replaced."""
    for file in delivered.carriers(1):
        for dataset in file["superseded"]:
            query = f"SELECT count(*) AS n FROM core.{dataset}_history WHERE superseded_at IS NOT NULL AND source_file = "
            kept = select(delivered.warehouse, "office", f"{query}'{file['sha256']}'")[0]["n"]
            yield dataset, len(file["datasets"][dataset]["rows"]), kept
