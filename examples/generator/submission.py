"""One village's submission for one period: the files it sends and the truth about each."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .book import make_book
from .layouts.evidence import file_stem, folders
from .layouts.recipe import Recipe
from .model import Book, Report
from .months import add_months
from .noise import Hand
from .persons import NikIssuer
from .society import Size, report, settle
from .truth import file_truth
from .villages import Village
from .writers import ENDINGS, book_bytes, holds_one_sheet


@dataclass(slots=True)
class MadeFile:
    """One file of a delivery: its path below the delivery ("stage1/…"), bytes and truth."""

    path: str
    content: bytes
    truth: dict[str, Any]


@dataclass(slots=True)
class Workshop:
    """What all submissions of a set share: chance, the NIK already given, and a running number for file names."""

    rng: random.Random
    niks: NikIssuer
    serial: int = 0
    claimed: set[tuple[str, dt.date]] = field(default_factory=set)

    @classmethod
    def opened(cls, seed: str) -> Workshop:
        """A workshop whose whole output follows from the seed."""
        rng = random.Random(seed)
        return cls(rng, NikIssuer(rng))

    def next_serial(self) -> int:
        """The next running number."""
        self.serial += 1
        return self.serial

    def claim(self, village: Village, period: dt.date) -> dt.date:
        """A month for which nobody has reported this village yet: the one wished for or an earlier one."""
        while (village.code, period) in self.claimed:
            period = add_months(period, -1)
        self.claimed.add((village.code, period))
        return period

    def report(self, village: Village, period: dt.date, size: Size | None = None) -> Report:
        """A report of a newly settled village, of a size of its own where none is given."""
        return report(settle(self.rng, self.niks, village, period, size or varied_size(self.rng)), self.rng)


def varied_size(rng: random.Random) -> Size:
    """The size of a village as they come: small enough to be quickly read, no two alike."""
    return Size(
        migrants=rng.randint(12, 42),
        children=rng.randint(8, 22),
        groups=rng.randint(3, 7),
        cooperatives=rng.randint(1, 3),
        members=rng.randint(8, 26),
        services=rng.randint(5, 16),
        complaints=rng.randint(2, 6),
        sessions=rng.randint(3, 6),
    )


def submit(
    workshop: Workshop,
    told: Report,
    recipe: Recipe,
    faults: Sequence[str] = (),
    stage: int = 1,
    stem: str | None = None,
    form: str | None = None,
) -> list[MadeFile]:
    """Write a report as its recipe does. One file, or one a sheet for CSV and HTML.

    `stem` overrides the file name; the same `form` gives the same columns under the same words in every report.
    """
    chance = workshop.rng.random()
    hand = Hand(recipe, random.Random(chance), random.Random(form or chance))
    book, planted = make_book(told, recipe, hand, faults)
    stem = stem or file_stem(told, recipe, workshop.next_serial())
    if not holds_one_sheet(recipe):
        return [
            _made(
                f"stage{stage}/{folders(told.village, told.period, recipe)}{stem}.{ENDINGS[recipe.format]}",
                book,
                told,
                recipe,
                planted,
            )
        ]
    alone = [Book([sheet], [table]) for sheet, table in zip(book.sheets, book.tables, strict=True)]
    return [
        _made(f"stage{stage}/{_single_name(told, recipe, stem, one, len(alone))}", one, told, recipe, planted) for one in alone
    ]


def _single_name(told: Report, recipe: Recipe, stem: str, book: Book, siblings: int) -> str:
    """The name of a one-sheet file: the sheet's name in a telling folder, or after the stem where there are several."""
    sheet = book.sheets[0].name.lower()
    name = sheet if recipe.evidence == "folders" else stem if siblings == 1 else f"{stem} {sheet}"
    return f"{folders(told.village, told.period, recipe)}{name}.{ENDINGS[recipe.format]}"


def _made(path: str, book: Book, told: Report, recipe: Recipe, planted: list[str]) -> MadeFile:
    content = book_bytes(book.sheets, recipe)
    # An HTML table has no sheet name of its own, as a CSV has none: the truth names both "csv" and leaves the sheet open.
    file_format = "csv" if holds_one_sheet(recipe) else recipe.format
    truth = file_truth(path, hashlib.sha256(content).hexdigest(), book, told, recipe.id, file_format)
    truth["planted"] = [kind for kind in planted if kind in _kinds_in(book)]
    return MadeFile(path, content, truth)


def _kinds_in(book: Book) -> set[str]:
    rows = [row for table in book.tables for row in table.rows]
    kinds = {kind for row in rows for kind in (*row.warnings, *([row.fault.kind] if row.fault else []))}
    return kinds | ({"duplicate_row"} if any(row.copy_of for row in rows) else set())
