"""One spoiled file read as a run reads it, and whether that went well."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples.generator.layouts.recipe import recipe
from examples.generator.submission import MadeFile, Workshop, submit
from examples.generator.villages import plainly_named
from extract.sources.folder import list_inbox
from flows.reading import FileReading, ReadingOptions, read_file
from tests.flows.seen import RowsByDataset, read_rows
from tests.flows.truth import FileTruth, matched, place_of, same
from tests.fuzz.mutations import Mutated, mutations_for

PERIOD = dt.date(2026, 10, 1)
TODAY = dt.date(2026, 11, 20)
REGENCY = "35.02"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a trial ended: the rule it was rejected for, or "read"; and what was wrong with that."""

    trial: int
    mutation: str
    layout: str
    ending: str
    faults: tuple[str, ...]


def faultless_files(layouts: Sequence[str], seed: str = "fuzz") -> list[MadeFile]:
    """One report in each layout, with nothing planted in it."""
    shop = Workshop.opened(seed)
    villages = iter(plainly_named() * 2)
    made: list[MadeFile] = []
    for layout in layouts:
        village = next(villages)
        made += submit(shop, shop.report(village, shop.claim(village, PERIOD)), recipe(layout))
    return made


def spoiled(files: Sequence[MadeFile], seed: str, trial: int) -> tuple[MadeFile, Mutated]:
    """The file and mutation of a trial; they follow from the seed and the trial's number alone."""
    rng = random.Random(f"{seed}/{trial}")
    file = rng.choice(files)
    mutation = rng.choice(mutations_for(file.content, file.truth["format"]))
    return file, mutation(file.content, rng)


def run_trial(files: Sequence[MadeFile], seed: str, trial: int) -> Verdict:
    """Read the spoiled file of a trial and judge the reading."""
    file, mutated = spoiled(files, seed, trial)
    with tempfile.TemporaryDirectory(prefix="pmv_fuzz_") as folder:
        path = Path(folder, file.path.partition("/")[2])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mutated.content)
        (source,) = list_inbox(Path(folder))
        reading = read_file(source, ReadingOptions(None, REGENCY, TODAY))
    ending = reading.rejection.rule_id if reading.rejection else "read"
    return Verdict(trial, mutated.name, file.truth["layout"], ending, tuple(_faults(file.truth, mutated, reading)))


def _faults(truth: FileTruth, mutated: Mutated, reading: FileReading) -> Iterator[str]:
    if reading.rejection and reading.rejection.rule_id == "reading_failed":
        yield f"unforeseen {reading.rejection.facts['kind']}"
    if mutated.touched is not None and reading.rejection is None:
        yield from wrong_values(truth, mutated.touched, read_rows(reading))


def wrong_values(truth: FileTruth, touched: frozenset[tuple[str, int]], loaded: RowsByDataset) -> Iterator[str]:
    """Values that say something else than was meant although nobody touched their row, and rows where nobody wrote a record.

    A value that is not there is never wrong: a header may be gone, a row may be held back.
    """
    for dataset, entry in truth["datasets"].items():
        for meant, row in matched(truth, dataset, loaded.get(dataset, ())):
            if row is not None and not _is_touched(truth, meant, touched):
                yield from _wrong_cells(truth, dataset, meant, row, touched)
        places = {place_of(truth, row["sheet"], row["row"]) for row in entry["rows"]}
        sheets_without_rows = {sheet for sheet, number in places if number is None}
        for row in loaded.get(dataset, ()):
            place = place_of(truth, row["source_sheet"], row["source_row"])
            if place not in places | touched and row["source_sheet"] not in sheets_without_rows:
                yield f"{dataset} {place}: no record stands here"


def _wrong_cells(truth: FileTruth, dataset: str, meant: Any, row: Any, touched: frozenset[tuple[str, int]]) -> Iterator[str]:
    headings = {(each["sheet"], each["row"]) for each in truth["ignored"]}
    beside = {sheet for sheet, _ in headings & touched}
    for name, value in meant["values"].items():
        if row.get(name) is None or (name == "hamlet" and meant["sheet"] in beside):  # its section row may be gone
            continue
        allowed = (meant["any_of"] or {}).get(name, [value])
        if not any(same(dataset, name, row[name], each) for each in allowed):
            yield f"{dataset} {meant['sheet']} {meant['row']}: {name} = {row[name]!r}, meant {value!r}"
    if (row["village_code"], str(row["period"])) != (truth["village_code"], truth["period"]):
        yield f"{dataset}: {row['village_code']} {row['period']}"


def _is_touched(truth: FileTruth, meant: Any, touched: frozenset[tuple[str, int]]) -> bool:
    """A record without a row of its own (a profile, a matrix) is touched with anything on its sheet."""
    if meant["row"] is None:
        return meant["sheet"] in {sheet for sheet, _ in touched}
    return (meant["sheet"], meant["row"]) in touched
