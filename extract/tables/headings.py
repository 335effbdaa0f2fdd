"""What a single row looks like: a line of headings, a label cell, column numbers, units.

Looks at one row at a time; how rows make up a header is decided in `header.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from string import ascii_lowercase

from expectations.labels import plain
from extract.tables.cells import BLANK, COLON, DATE, MISSING, NUMBER, TEXT, TICK, YEAR, SheetView
from extract.tables.words import words

_FORMULA = re.compile(r"\(?\s*\d{1,3}\s*\)?\s*=.*\d.*|\(?\s*\d{1,3}\s*[=:(].*")
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,3})\s*\)?")
_UNIT = re.compile(r"\(.{1,25}\)|%")
_SAME_HEADER = 0.8
_LEAST_LETTERS = 3


def may_head(view: SheetView, row: int) -> bool:
    """Whether a row looks like a line of headings at all: at least two texts, hardly a figure, no "label : value"."""
    shape = view.shapes[row]
    named = shape.count(TEXT) + shape.count(YEAR) + shape.count(DATE)
    if named < 2 or not is_wordy(shape) or (TEXT not in shape and named < 3):
        return False
    return not is_label_row(view, row)


def is_label_row(view: SheetView, row: int) -> bool:
    """Whether a row says something about the sheet ("KABUPATEN | : | PONOROGO") instead of heading columns."""
    shape = view.shapes[row]
    if COLON in shape:
        return True
    texts = [view.text(row, column) for column in view.filled(row)[:3]]
    return len(texts) > 0 and (texts[0].endswith(":") or any(text.startswith(":") for text in texts[1:]))


def is_column_numbers(view: SheetView, row: int) -> bool:
    """Whether a row counts the columns: 1 2 3 …, (1) (2) …, a b c …, with formulas such as "6 = 4 - 5" in between."""
    shape = view.shapes[row]
    if shape.count(NUMBER) < 3 or not set(shape) <= {BLANK, NUMBER, TEXT}:
        return _counts_in_letters(view, row)
    numbers = []
    for column, letter in enumerate(shape):
        if letter == BLANK:
            continue
        found = _COLUMN_NUMBER.fullmatch(view.text(row, column))
        if found:
            numbers.append(int(found.group(1)))
        elif not _FORMULA.fullmatch(view.text(row, column)):
            return False
    steps = [b - a for a, b in pairwise(numbers)]
    return numbers[:1] == [1] and min(steps, default=0) > 0 and sum(s == 1 for s in steps) >= 0.6 * len(steps)


def _counts_in_letters(view: SheetView, row: int) -> bool:
    shape = view.shapes[row]
    if not _LEAST_LETTERS <= view.fills[row] <= len(ascii_lowercase) or shape.count(TEXT) < view.fills[row] - 1:
        return False
    return "".join(text.strip("().").lower() for _, text in view.texts(row)) == ascii_lowercase[: view.fills[row]]


def is_same_header(texts: frozenset[str], heads: Iterable[frozenset[str]]) -> bool:
    """Whether plain texts are, but for a few, those of a header row."""
    return len(texts) > 1 and any(len(texts & head) >= _SAME_HEADER * max(len(head), len(texts)) for head in heads)


def is_wordy(shape: str) -> bool:
    """Whether a row of these letters holds hardly a figure."""
    figures = shape.count(NUMBER) + shape.count(MISSING) + shape.count(TICK)
    return figures == 0 or figures <= 0.1 * (len(shape) - shape.count(BLANK))


def is_day_numbers(view: SheetView, row: int) -> bool:
    """Whether a row counts days of a month, one a column."""
    numbers = [text for _, text in view.texts(row)]
    if len(numbers) < 3 or not all(number.isdecimal() and len(number) <= 2 for number in numbers):
        return False
    days = [int(number) for number in numbers]
    return all(a < b <= 31 for a, b in pairwise(days))


def is_unit_row(view: SheetView, row: int, upper: str) -> bool:
    """Whether a row only says units: "(Rp)", "(orang)", "%"."""
    texts = view.texts(row)
    if len(texts) < 2 or any(upper[column] == BLANK for column, _ in texts):
        return False
    return all(_UNIT.fullmatch(text) or plain(text) in words().units for _, text in texts)


def first_column(shape: str) -> int:
    """The first column that is not blank."""
    return len(shape) - len(shape.lstrip(BLANK))
