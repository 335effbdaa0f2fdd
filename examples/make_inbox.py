"""Makes the example inbox: eight villages of Ponorogo, in the layouts villages really use. All persons are invented.

Run from the repository root: `python -m examples.make_inbox`. The same seed gives the same files. Each village keeps its
form, and every report continues the one before: some left, some came home, groups and savings moved on. Each has chance of
its own, so that changing one village leaves the files of the others as they are.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples.generator.delivery import write_delivery
from examples.generator.faults.files import turned_away
from examples.generator.layouts.recipe import Recipe, recipe
from examples.generator.model import Record
from examples.generator.society import Size, pass_month, report, settle
from examples.generator.submission import MadeFile, Workshop, submit
from examples.generator.villages import village

INBOX = Path(__file__).with_name("inbox")
SEED = "ponorogo"
PERIODS = (dt.date(2026, 9, 1), dt.date(2026, 10, 1))
TRIAL = dt.date(2024, 12, 1)
"""The month two villages tried the register out: of the year their programme began, and of one with published placements."""
_LARGE = Size(migrants=600, children=150, groups=8, members=20, services=30, complaints=8, procedural=(65, 35, 0))
"""Large enough for counts that are shown from 5 on: who left without papers, died, left again or dropped out of school."""
_CSV = ("village_profile", "migrant_register", "business_groups", "migration_services", "migrant_children")
_NOT_ASKED = tuple(
    f"migrant_register.{field}"
    for field in (
        "kk_number", "birth_place", "rt", "rw", "marital_status", "employer_type", "agency", "passport_number",
        "family_contact", "remark",
    )
)  # fmt: skip
"""What the short form of the two large villages leaves out."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A village of the example: its programme as its profile says, its form, its size, and what goes wrong in each month."""

    code: str
    programme: Record
    layout: Recipe
    size: Size
    faults: tuple[tuple[str, ...], ...]
    periods: tuple[dt.date, ...] = PERIODS


def senders() -> tuple[Sender, ...]:
    """The eight villages. Sukosari is the one of Babadan (another lies in Pudak); Jenangan is a village and a district.

    The last two, Nailan and Tosanan, are large, and each the only one of its district: beside a small village the shares of
    both would be withheld. Nailan does not ask the occupation: the less people are split up, the sooner a share is told.
    """
    return (
        Sender(
            "35.02.18.2015",
            _programme("DESMIGRATIF", "2019-07", "2021-07"),
            _form("L02_two_level_header", totals="end"),
            Size(migrants=110, children=48, groups=6, cooperatives=1, members=40, services=22, complaints=6, sessions=5),
            (("date_impossible", "nik_length_15", "duplicate_row"), ("nik_district_differs",)),
        ),
        Sender(
            "35.02.16.2010",
            _programme("DESMIGRATIF", "2021-01", "2023-01"),
            _form("L01_plain", file_name="plain"),
            Size(migrants=46, children=20, groups=4, cooperatives=1, members=22, services=12, complaints=3, sessions=4),
            (("nik_sex_differs",), ("country_unknown", "total_mismatch", "required_missing")),
        ),
        Sender(
            "35.02.18.2006",
            _programme("DESMIGRATIF_MANDIRI", "2021-02"),
            _form("L04_stacked_xls", dropped_columns=False),
            Size(migrants=38, children=18, groups=5, cooperatives=2, members=18, services=10, complaints=3, sessions=3),
            (("label_unknown", "nik_shared"), ()),
        ),
        Sender(
            "35.02.20.2004",
            _programme("DESMIGRATIF", "2017-09"),
            _form("L05_ods_matrix"),
            Size(migrants=32, children=16, groups=3, cooperatives=1, members=16, services=8, complaints=2, sessions=4),
            ((), ("nik_letter", "not_a_number", "duplicate_row")),
        ),
        Sender(
            "35.02.21.2005",
            _programme("DESMIGRATIF", "2022-07", "2025-07"),
            _form("L06_csv_comma", datasets=_CSV, profile="row"),
            Size(migrants=28, children=10, groups=3, cooperatives=0, members=0, services=9, complaints=0, sessions=0),
            (("contract_end_before_departure",), ("number_ambiguous",)),
        ),
        Sender(
            "35.02.03.2007",
            _programme("DESMIGRATIF", "2019-06", "2021-06"),
            _form("L11_sections_subtotals", evidence="titles", signature=True),
            Size(migrants=52, children=24, groups=5, cooperatives=1, members=26, services=14, complaints=4, sessions=4),
            (("nik_precision_lost", "nik_birth_differs"), ("departure_before_birth", "sex_unknown")),
        ),
        Sender(
            "35.02.01.2020",
            _programme("DESMIGRATIF_MANDIRI", "2024-08"),
            _form("L33_date_cells", without=(*_NOT_ASKED, "migrant_register.occupation")),
            _LARGE,
            ((), (), ()),
            (TRIAL, *PERIODS),
        ),
        Sender(
            "35.02.12.2011",
            _programme("DESMIGRATIF_MANDIRI", "2024-08"),
            _form("L33_date_cells", without=_NOT_ASKED),
            _LARGE,
            ((), (), ()),
            (TRIAL, *PERIODS),
        ),
    )


def _programme(code: str, start: str, end: str | None = None) -> Record:
    """What a village's profile says of its programme."""
    first, last = (dt.date.fromisoformat(f"{month}-01") if month else None for month in (start, end))
    return {"programme": code, "programme_start": first, "programme_end": last}


def _form(name: str, **habits: Any) -> Recipe:
    """A layout of the generator with some habits of this village."""
    return dataclasses.replace(recipe(name), **habits)


def make_inbox(seed: str = SEED) -> list[MadeFile]:
    """All files of the example inbox with their truth; paths begin with "stage1/"."""
    workshop = Workshop.opened(seed)
    return [file for sender in senders() for file in _reports(workshop, sender, seed)]


def _reports(workshop: Workshop, sender: Sender, seed: str) -> list[MadeFile]:
    """The village's reports; Pager's first comes a second time under the name of another month, and is turned away."""
    place = village(sender.code)
    workshop.rng.seed(f"{seed} {sender.code}")
    society = settle(workshop.rng, workshop.niks, place, sender.periods[0], sender.size)
    society.profile.update(sender.programme)
    made: list[MadeFile] = []
    for period, faults in zip(sender.periods, sender.faults, strict=True):
        while society.period < period:
            pass_month(society, workshop.rng, workshop.niks)
        told = report(society, workshop.rng)
        made += submit(workshop, told, sender.layout, faults, form=sender.code)
        if place.name == "Pager" and period == PERIODS[0]:
            misnamed = submit(workshop, told, sender.layout, stem=f"{place.digits}_2026-08", form=sender.code)
            made += turned_away(misnamed, "the file name says another month than the sheets")
    return made


def main() -> int:
    """Write examples/inbox anew, or with `--delivery DIR` the same files with their truth for the scorer."""
    parser = argparse.ArgumentParser(prog="python -m examples.make_inbox", description=__doc__)
    parser.add_argument("--delivery", type=Path, help="a new folder for stage1/ and truth.json instead of examples/inbox")
    options = parser.parse_args()
    made = make_inbox()
    if options.delivery:
        write_delivery(made, SEED, options.delivery)
        return 0
    shutil.rmtree(INBOX, ignore_errors=True)
    for file in made:
        path = INBOX / file.path.removeprefix("stage1/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    print(f"{len(made)} files in {INBOX}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
