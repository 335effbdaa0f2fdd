"""What kind of thing each cell is, one letter a cell, so that a row's shape is a string that can be counted and compared.

The letters say how a cell looks (text, number, year, date, missing marker, tick), not what it means: values are read elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from expectations.labels import plain, tidy
from extract.grid import CellValue, Grid

BLANK, TEXT, NUMBER, YEAR, DATE, MISSING, TICK, COLON = " ", "T", "N", "Y", "D", "-", "v", ":"
TYPED = frozenset(NUMBER + YEAR + DATE + MISSING + TICK)

_MISSING = frozenset(
    {"-", "–", "—", "--", "---", "−", "n/a", "na", "n.a", "n.a.", "...", "…", "..", ".", "x", "null", "#n/a", "*"}
)
_TICKS = frozenset({"v", "√", "✓", "✔"})
_CURRENCY = r"(?:rp|idr|hk\$|nt\$?|rm|s\$|us\$|\$)\s*\.?"
_UNIT = r"(?:,-|%|\)|orang|org|jiwa|juta|jt|ribu|rb|unit|buah|tahun|thn|th|bulan|bln)"
_FIGURE = re.compile(rf"[+\-−(]?\s*(?:{_CURRENCY})?\s*[+\-−(]?\s*\d[\d.,' \u00a0]*\s*{_UNIT}*\*{{0,2}}", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d\s*\*{0,3}(?:\)\s*)?(?:[a-z]\))?")
_DATE = re.compile(r"\d{1,4}\s?[-/. ]\s?(?:\d{1,2}|[A-Za-z]{3,9})\s?[-/., ]\s?\d{2,4}(?:\s+\d{1,2}:\d\d.*)?")
_MONEY = ("rp", "id", "hk", "nt", "rm", "s$", "us")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MOST_MERGED_ROWS = 300_000

Merge = tuple[int, int, int, int]


class SheetView:
    """A grid with its row shapes and merges, all 0-based.

    `shapes[r]` has one letter a column; `fills[r]` counts the cells that are not blank; `merges[r]` lists the merges that
    touch row r. Texts are worked out once a distinct value, plain forms once a row.
    """

    __slots__ = ("_plain", "_texts", "cells", "fills", "grid", "merges", "shapes")

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.cells = grid.cells
        self.shapes = list(_shapes(grid.cells))
        self.fills = [len(shape) - shape.count(BLANK) for shape in self.shapes]
        self._texts: dict[CellValue, str] = {}
        self._plain: dict[int, frozenset[str]] = {}
        self.merges: dict[int, list[Merge]] = {}
        for merge in _on_sheet(grid):
            for row in range(merge[0], merge[2] + 1):
                self.merges.setdefault(row, []).append(merge)

    def text(self, row: int, column: int) -> str:
        """The cell as a header would print it: whole numbers without a point, dates as ISO, white space tidied."""
        value = self.cells[row][column]
        text = self._texts.get(value)
        if text is None or value.__class__ is not str:
            text = self._texts[value] = cell_text(value)
        return text

    def plain_texts(self, row: int) -> frozenset[str]:
        """The row's texts in plain form, without empty ones: what makes two header rows the same."""
        if row not in self._plain:
            self._plain[row] = frozenset(plain(text) for _, text in self.texts(row)) - {""}
        return self._plain[row]

    def filled(self, row: int) -> list[int]:
        """Columns of the row's cells that are not blank."""
        return [column for column, letter in enumerate(self.shapes[row]) if letter != BLANK]

    def texts(self, row: int) -> list[tuple[int, str]]:
        """Columns and texts of the cells of a row that are not blank."""
        return [(column, self.text(row, column)) for column in self.filled(row)]

    def first_text(self, row: int) -> str:
        """Text of the first cell of a row that is not blank; empty for a blank row."""
        shape = self.shapes[row]
        column = len(shape) - len(shape.lstrip(BLANK))
        return self.text(row, column) if column < len(shape) else ""

    def anchor(self, row: int, column: int) -> Merge | None:
        """The merge that covers a cell, if any."""
        for merge in self.merges.get(row, ()):
            if merge[1] <= column <= merge[3]:
                return merge
        return None


def _on_sheet(grid: Grid) -> Iterator[Merge]:
    """The merges as far as they lie on the grid. Beyond a bound, which no honest sheet reaches, the rest is left out."""
    touched = 0
    for top, left, bottom, right in grid.merges:
        merge = top, left, min(bottom, grid.height - 1), min(right, grid.width - 1)
        touched += max(0, merge[2] - top + 1)
        if touched > _MOST_MERGED_ROWS:
            return
        if top <= merge[2] and left <= merge[3]:
            yield merge


def cell_text(value: CellValue) -> str:
    """A cell as text in one line."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def letter_of(value: CellValue) -> str:
    """The letter of one cell."""
    if isinstance(value, str):
        return _letter_of_text(value)
    if isinstance(value, bool):
        return TICK
    if isinstance(value, int | float):
        return YEAR if _FIRST_YEAR <= value <= _LAST_YEAR and value == int(value) else NUMBER
    return DATE


def _shapes(cells: Iterable[list[CellValue]]) -> Iterator[str]:
    """One string a row. Texts repeat within a sheet, so each distinct one is looked at once."""
    seen: dict[str, str] = {"": BLANK}
    for row in cells:
        letters = []
        for value in row:
            if value.__class__ is str:
                letter = seen.get(value)
                if letter is None:
                    letter = seen[value] = _letter_of_text(value)
            else:
                letter = letter_of(value)
            letters.append(letter)
        yield "".join(letters)


def _letter_of_text(value: str) -> str:
    text = value.strip()
    if not text:
        return BLANK
    if len(text) <= 4 and (mark := _letter_of_mark(text.lower())):
        return mark
    if text[0].isalpha() and text[:2].lower() not in _MONEY:
        return TEXT
    if len(text) > 40:
        return TEXT
    return _letter_of_figure(text.lstrip("'` \u200b"))


def _letter_of_mark(text: str) -> str | None:
    if text in _MISSING:
        return MISSING
    if text in _TICKS:
        return TICK
    return COLON if text == ":" else None


def _letter_of_figure(text: str) -> str:
    if _YEAR.fullmatch(text):
        return YEAR
    if _DATE.fullmatch(text):
        return DATE
    return NUMBER if _FIGURE.fullmatch(text) else TEXT
