"""Which column of a published table is what, and which row.

Columns are told by their head and their contents: running numbers, labels, values. Rows are told by their labels: members,
totals, sub-totals, section lines, repeated heads. What a value then counts is `layout.py`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from expectations.labels import plain, tidy
from extract.publications.model import PublishedTable
from transform.figures.periods import mentions, without
from transform.figures.titles import is_number_head, is_period_head, measure_in
from transform.figures.tokens import read_token
from transform.figures.vocabulary import is_one_of, only_counted, says_total, words_of

RowRole = Literal["data", "total", "subtotal", "section", "header", "column_number", "note", "blank"]


@dataclass(slots=True)
class LabelColumn:
    """A column of labels; `sources` are the table columns it was joined from (a label shifted beside its head)."""

    head: str
    sources: tuple[int, ...]
    periods: bool = False

    def text(self, row: Sequence[str]) -> str:
        """The label in this row."""
        return next((row[index] for index in self.sources if row[index]), "")


@dataclass(slots=True)
class Row:
    """One row, its page and its role; `section` is the text of the section line above it."""

    cells: list[str]
    page: int
    role: RowRole
    section: str = ""


@dataclass(slots=True)
class Shape:
    """A table sorted out: label columns, value columns (index -> head levels), rows.

    `measure_rows`: the rows are measures ("Jumlah Penempatan", "Jumlah Pengaduan"), not members.
    """

    labels: list[LabelColumn] = field(default_factory=list)
    values: dict[int, tuple[str, ...]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    measure_rows: bool = False


def shape_of(table: PublishedTable) -> Shape:
    """Columns and rows of a table by their roles."""
    cells, pages = _all_rows(table)
    heads = [_head(text) for text in table.columns]
    numbers = {index for index, head in enumerate(heads) if _is_number_column(head, [row[index] for row in cells])}
    body = [row for row in cells if not _is_column_numbers(row) and not _repeats_heads(row, heads)]
    labels = _label_columns(heads, body, numbers)
    used = numbers.union(*(label.sources for label in labels))
    values = {index: _levels(head) for index, head in enumerate(heads) if index not in used}
    shape = Shape(labels, {index: levels for index, levels in values.items() if not _is_notes(levels, body, index)})
    shape.measure_rows = _are_measures(shape, body)
    shape.rows = _rows(cells, pages, heads, shape)
    return shape


def _all_rows(table: PublishedTable) -> tuple[list[list[str]], list[int]]:
    """Body and total row, every cell tidied to a string, every row as wide as the head."""
    rows = list(table.rows)
    pages = list(table.row_pages) or [table.page] * len(rows)
    if table.total_row is not None and table.total_row not in rows[-1:]:
        rows.append(table.total_row)
        pages.append(table.total_page or (pages[-1] if pages else table.page))
    width = len(table.columns)
    return [[tidy(cell or "") for cell in [*row, *[None] * width][:width]] for row in rows], pages


def _head(text: str) -> str:
    return "" if not text or text.casefold().startswith("unnamed:") else tidy(text)


def _levels(head: str) -> tuple[str, ...]:
    levels = [level.strip() for level in head.split("|")]
    return tuple(level for index, level in enumerate(levels) if level and (index == 0 or level != levels[index - 1]))


def _is_number_column(head: str, column: Sequence[str]) -> bool:
    if head:
        return is_number_head(without(head, mentions(head)))
    filled = [text.rstrip(".").removesuffix(".0") for text in column if text]
    return (
        bool(filled) and all(text.isdecimal() for text in filled) and [int(t) for t in filled] == list(range(1, len(filled) + 1))
    )


def _is_column_numbers(row: Sequence[str]) -> bool:
    """The row "1 2 3 4" or "(1) (2) (3)" under a head."""
    filled = [text.strip("()") for text in row if text]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def _repeats_heads(row: Sequence[str], heads: Sequence[str]) -> bool:
    pairs = [(plain(cell), plain(head), plain(head.split("|")[-1])) for cell, head in zip(row, heads, strict=True) if cell]
    return bool(pairs) and all(cell in (whole, leaf) for cell, whole, leaf in pairs) and len(pairs) > 1


def _label_columns(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int]) -> list[LabelColumn]:
    found: list[LabelColumn] = []
    for index, head in enumerate(heads):
        column = [row[index] for row in rows]
        remarks = is_one_of(head, "code_heads") or (is_one_of(head, "note_heads") and found)
        if index in numbers or remarks or not _holds_labels(head, column):
            continue
        label = LabelColumn(head, (index,), is_period_head(head) or _all_periods(column))
        if found and _shifted(found[-1], label, rows):
            before = found.pop()
            label = LabelColumn(head or before.head, (*before.sources, index), before.periods or label.periods)
        found.append(label)
    return found


def _holds_labels(head: str, column: Sequence[str]) -> bool:
    """Words rather than numbers; a column of years counts as labels under a head like TAHUN."""
    filled = [text for text in column if text]
    dated = is_period_head(head.split("|")[-1])
    words = sum(read_token(text, "amount").kind == "word" or (dated and bool(mentions(text))) for text in filled)
    return words * 2 > len(filled)


def _all_periods(column: Sequence[str]) -> bool:
    labels = [text for text in column if text and not says_total(text)]
    return bool(labels) and all((found := mentions(text)) and not words_of(without(text, found)) for text in labels)


def _shifted(before: LabelColumn, label: LabelColumn, rows: Sequence[Sequence[str]]) -> bool:
    """Two neighbouring label columns that are one: a head is missing and no row fills both."""
    adjacent = before.sources[-1] + 1 == label.sources[0]
    return adjacent and not (before.head and label.head) and not any(before.text(row) and label.text(row) for row in rows)


def _is_notes(levels: Sequence[str], rows: Sequence[Sequence[str]], index: int) -> bool:
    """A column of remarks: headed so, or words under a head beside the labels."""
    if levels and is_one_of(levels[-1], "code_heads"):
        return True
    return (
        bool(levels)
        and is_one_of(levels[-1], "note_heads")
        and not any(read_token(row[index], "amount").kind == "number" for row in rows)
    )


def _are_measures(shape: Shape, rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row label says only what is counted, differently or under a head that names nothing."""
    texts = [re.sub(r"\(.*?\)", "", " ".join(label.text(row) for label in shape.labels)) for row in rows]
    measures = [measure_in(text) for text in texts]
    open_head = all(not label.head or is_one_of(label.head, "generic_heads") for label in shape.labels)
    if not texts or None in measures or not all(only_counted(text) for text in texts):
        return False
    return open_head or len(set(measures)) > 1


def _rows(cells: Sequence[list[str]], pages: Sequence[int], heads: Sequence[str], shape: Shape) -> list[Row]:
    rows: list[Row] = []
    section = ""
    above = [""] * len(heads)
    for row, page in zip(cells, pages, strict=False):
        role = _role(row, heads, shape)
        if role == "section":
            section = " ".join(filter(None, _outside_values(row, shape)))
        if role == "data":
            row = _filled_down(row, above, shape)
            above = row
        rows.append(Row(row, page, role, section if role in ("data", "subtotal") else ""))
    return rows


def _role(row: Sequence[str], heads: Sequence[str], shape: Shape) -> RowRole:
    if not any(row):
        return "blank"
    if _is_column_numbers(row):
        return "column_number"
    if _repeats_heads(row, heads):
        return "header"
    texts = list(filter(None, _outside_values(row, shape)))
    if any(is_one_of(" ".join(words_of(text).split()[:2]), "subtotals") or is_one_of(text, "subtotals") for text in texts):
        return "subtotal"
    if any(says_total(text) for text in texts) and not shape.measure_rows:
        return "total"
    if any(_is_part_sum(text) for text in texts) and not shape.measure_rows:
        return "subtotal"
    if not any(row[index] for index in shape.values):
        return "section" if any(words_of(text) and not text.rstrip(".").isdecimal() for text in texts) else "note"
    return "data"


def _outside_values(row: Sequence[str], shape: Shape) -> list[str]:
    """What stands outside the value columns: labels, and what a spanning cell printed in the column of running numbers."""
    return [text for index, text in enumerate(row) if index not in shape.values]


def _is_part_sum(text: str) -> bool:
    """A sum over some members, such as "Jumlah 10 negara terbesar"; "Jumlah 2021" is a period."""
    first = words_of(text).split()[:1]
    return first in (["jumlah"], ["total"]) and not only_counted(without(text, mentions(text))) and "%" not in text


def _filled_down(row: list[str], above: Sequence[str], shape: Shape) -> list[str]:
    """A label merged over several rows belongs to each of them, while a later label column is filled."""
    filled = list(row)
    for place, label in enumerate(shape.labels):
        rest_filled = any(later.text(row) for later in shape.labels[place + 1 :])
        if not label.text(row) and rest_filled and label.text(above):
            filled[label.sources[0]] = label.text(above)
    return filled
