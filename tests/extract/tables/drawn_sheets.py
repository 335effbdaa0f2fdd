"""Sheets drawn as text, so that a test shows the sheet it is about."""

from __future__ import annotations

import datetime as dt
import re

from extract.grid import CellValue, Grid
from extract.tables.finder import find_tables
from extract.tables.model import SheetReading, Table
from extract.tables.vocabulary import HeaderVocabulary, contract_vocabulary


def draw(picture: str, merges: str = "", name: str = "Sheet1") -> Grid:
    """A grid from lines of cells parted by bars; figures become numbers, ISO dates dates. `merges` are "A1:C1 D1:D2"."""
    lines = [line.strip() for line in picture.strip("\n").splitlines()]
    rows = [[_cell(text.strip()) for text in line.split("|")] if line else [""] for line in lines]
    width = max((len(row) for row in rows), default=0)
    return Grid(name, [row + [""] * (width - len(row)) for row in rows], [_merge(place) for place in merges.split()])


def _cell(text: str) -> CellValue:
    if re.fullmatch(r"-?\d+(\.\d+)?", text) and not re.fullmatch(r"0\d+", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    return text.replace("\\n", "\n")


def _merge(place: str) -> tuple[int, int, int, int]:
    first, last = place.split(":")
    (top, left), (bottom, right) = _corner(first), _corner(last)
    return top, left, bottom, right


def _corner(place: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def read(picture: str, merges: str = "", name: str = "Sheet1", vocabulary: HeaderVocabulary | None = None) -> SheetReading:
    """The reading of a drawn sheet, with the contracts' words unless others are given."""
    return find_tables(draw(picture, merges, name), contract_vocabulary() if vocabulary is None else vocabulary)


def only_table(picture: str, merges: str = "", name: str = "Sheet1", vocabulary: HeaderVocabulary | None = None) -> Table:
    """The one table of a drawn sheet."""
    reading = read(picture, merges, name, vocabulary)
    assert len(reading.tables) == 1, [table.header_rows for table in reading.tables]
    return reading.tables[0]


def headers(table: Table) -> list[str]:
    """Column texts, left to right."""
    return [column.text for column in table.columns]


WORDLESS = HeaderVocabulary()
