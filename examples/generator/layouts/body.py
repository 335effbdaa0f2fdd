"""The rows of a table between its header and its end: records, and everything villages put between them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from ..model import Cell, Meant, TableCopy, Written
from .columns import fields_of
from .recipe import Recipe

Kind = Literal["data", "section", "total", "header", "blank", "other", "nihil"]


@dataclass(slots=True)
class Line:
    """One row to be drawn: its kind, cells by column key and, for a record, the record."""

    kind: Kind
    cells: dict[str, Cell] = field(default_factory=dict)
    written: Written | None = None


def body_lines(table: TableCopy, recipe: Recipe, rng: random.Random) -> list[Line]:
    """All rows of the body, numbered, in order."""
    if not table.rows:
        return [Line("nihil", {_label_key(table, recipe): rng.choice(("NIHIL", "Nihil"))})] if recipe.nihil else []
    lines = list(_sectioned(table, recipe) if recipe.sections and "hamlet" in fields_of(table.dataset) else _records(table.rows))
    if recipe.numbered:
        _number(lines, recipe)
    if recipe.blank_rows:
        lines = _with_blanks(lines, rng)
    if recipe.repeated_header and len(lines) > 12:
        lines.insert(len(lines) // 2, Line("header"))
    if recipe.numbered_blank_rows:
        count = sum(line.kind == "data" for line in lines)
        lines += [Line("other", {"no": count + extra}) for extra in (1, 2, 3)]
    return _with_total(lines, table, recipe, rng)


def _records(rows: list[Written]) -> Iterator[Line]:
    return (Line("data", dict(row.cells), row) for row in rows)


def _sectioned(table: TableCopy, recipe: Recipe) -> Iterator[Line]:
    """Records under a line for each hamlet, with a sub-total below each where the recipe asks for it."""
    for hamlet, group in groupby(table.rows, key=lambda row: row.meant["hamlet"]):
        rows = list(group)
        yield Line("section", {table.keys[0]: f"DUSUN {str(hamlet).upper()}"})
        yield from _records(rows)
        if recipe.subtotals:
            yield Line("total", {_label_key(table, recipe): f"Jumlah Dusun {hamlet}", **_sums(rows, table)})


def _number(lines: list[Line], recipe: Recipe) -> None:
    """Give records their running number, from 1 again in each section where the recipe counts so."""
    number = 0
    for line in lines:
        if line.kind == "section" and recipe.numbers_restart:
            number = 0
        if line.kind == "data":
            number += 1
            line.cells["no"] = number


def _with_blanks(lines: list[Line], rng: random.Random) -> list[Line]:
    spaced: list[Line] = []
    for line in lines:
        if spaced and rng.random() < 0.08:
            spaced.append(Line("blank"))
        spaced.append(line)
    return spaced


def _with_total(lines: list[Line], table: TableCopy, recipe: Recipe, rng: random.Random) -> list[Line]:
    sums = _sums(table.rows, table)
    if recipe.totals == "none" or (recipe.totals == "top" and not sums):
        return lines
    if recipe.wrong_total:
        sums = {key: _amount(value) + 7 for key, value in sums.items()}
    total = Line("total", {_label_key(table, recipe): rng.choice(("JUMLAH", "TOTAL", "Jumlah")), **sums})
    return [total, *lines] if recipe.totals == "top" else [*lines, total]


def _label_key(table: TableCopy, recipe: Recipe) -> str:
    """Totals carry their label in the first column, or the second after the running number."""
    return table.keys[0 if recipe.total_label == "first" else 1]


def _sums(rows: list[Written], table: TableCopy) -> dict[str, Cell]:
    """Sums of the number columns over the rows as meant, copies not counted twice."""
    kinds = fields_of(table.dataset)
    keys = [key for key in table.keys[2:] if key in kinds and kinds[key]["type"] in ("integer", "rupiah") and key != "age"]
    return {key: sum(_amount(row.meant[key]) for row in rows if row.copy_of is None) for key in keys}


def _amount(value: Meant | Cell) -> int:
    return value if isinstance(value, int) and not isinstance(value, dt.date) else 0
