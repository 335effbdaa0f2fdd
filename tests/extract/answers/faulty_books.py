"""Generated faulty workbooks with the truth at hand, and the village officer who mends the marked cells by it."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

import openpyxl

from examples.generator.book import make_book
from examples.generator.faults.planting import KINDS
from examples.generator.layouts.evidence import file_stem, folders
from examples.generator.layouts.recipe import Recipe, recipes
from examples.generator.model import Book, TableCopy, Written
from examples.generator.noise import Hand, write_cell
from examples.generator.submission import Workshop
from examples.generator.villages import plainly_named
from examples.generator.writers import ENDINGS, book_bytes, holds_one_sheet
from expectations.catalogue import Finding

PERIOD = dt.date(2026, 10, 1)
_JOINED = {"birth_date": "ttl", "birth_place": "ttl", "rt": "rt_rw", "rw": "rt_rw", "wage_currency": "monthly_wage"}
_FAULTS = sorted(set(KINDS) - {"duplicate_row"})


@dataclass(frozen=True, slots=True)
class FaultyBook:
    """A generated file: where it lies below the inbox, its bytes, and what was meant."""

    path: str
    data: bytes
    book: Book
    recipe: Recipe


def faulty_book(layout: str, seed: int) -> FaultyBook:
    """A report in a layout with several faults; of a layout with one sheet a file, the register."""
    recipe = next(recipe for recipe in recipes() if recipe.id == layout)
    rng = random.Random(seed)
    told = Workshop.opened(str(seed)).report(rng.choice(plainly_named()), PERIOD)
    hand = Hand(recipe, random.Random(seed), random.Random(seed))
    book, _ = make_book(told, recipe, hand, rng.sample(_FAULTS, 8))
    stem = file_stem(told, recipe, seed)
    if holds_one_sheet(recipe):
        at = next(number for number, table in enumerate(book.tables) if table.dataset == "migrant_register")
        book = Book([book.sheets[at]], [book.tables[at]])
    path = f"{folders(told.village, PERIOD, recipe)}{stem}.{ENDINGS[recipe.format]}"
    return FaultyBook(path, book_bytes(book.sheets, recipe), book, recipe)


def mended(content: bytes, faulty: FaultyBook, findings: Iterable[Finding]) -> bytes:
    """The corrected workbook after someone typed into each marked cell what was meant; every one must be marked."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for finding in findings:
        table, row = _meant(faulty, finding)
        key = finding.field if finding.field in table.keys else _JOINED[finding.field or ""]
        sheet = book[finding.sheet] if finding.sheet in book.sheetnames else book.worksheets[1]
        cell = sheet[finding.cell or ""]
        assert cell.comment is not None
        assert cell.fill.fgColor.rgb == "FFFFC4BD"
        cell.value = write_cell(key, row.meant, table.dataset, _calm(faulty.recipe))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _meant(faulty: FaultyBook, finding: Finding) -> tuple[TableCopy, Written]:
    is_alone = len(faulty.book.sheets) == 1
    return next(
        (table, row)
        for table in faulty.book.tables
        for row in table.rows
        if table.dataset == finding.dataset and row.row == finding.row and (is_alone or row.sheet == finding.sheet)
    )


def _calm(recipe: Recipe) -> Hand:
    return Hand(replace(recipe, noise=0), random.Random(1), random.Random(1))
