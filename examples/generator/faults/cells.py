"""Faults in cells: written so that no reading is possible, or so that two cells contradict each other.

A planter changes the cells of one row and records what must be withheld; it returns False where the row offers no place.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..layouts.columns import fields_of
from ..model import Cell, Fault, Meant, TableCopy, Written
from ..months import NAMES
from ..noise import Hand, write_birth, write_date
from ..words import load


@dataclass(frozen=True, slots=True)
class Spoiling:
    """A fault of one cell: the types it can strike, how the cell is spoiled, and the categories a finding may name."""

    types: tuple[str, ...]
    spoil: Callable[[Meant, random.Random], Cell]
    categories: tuple[str, ...]


def _lost_digit(value: Meant, rng: random.Random) -> Cell:
    return str(value)[:8] + str(value)[9:]


def _extra_digit(value: Meant, rng: random.Random) -> Cell:
    return str(value)[:7] + str(rng.randint(0, 9)) + str(value)[7:]


def _letter_for_digit(value: Meant, rng: random.Random) -> Cell:
    text = str(value)
    return text[:4] + "O" + text[5:]


def _number_cell(value: Meant, rng: random.Random) -> Cell:
    return int(str(value)) // 10 * 10 if rng.random() < 0.7 else _scientific(value)


def _scientific(value: Meant) -> Cell:
    """What a spreadsheet shows for a long number; the only trace of a number cell that a text format keeps."""
    return f"{int(str(value)) / 1e15:.5f}E+15".replace(".", ",")


def _placeholder(value: Meant, rng: random.Random) -> Cell:
    return rng.choice(("0", 0, "9999999999999999", "1111111111111111"))


def _impossible_date(value: Meant, rng: random.Random) -> Cell:
    year = value.year if isinstance(value, dt.date) else 2026
    return rng.choice((f"31 September {year}", f"32-01-{year}", f"15-13-{year}", f"30 Februari {year}", f"31/11/{year}"))


def _far_date(value: Meant, rng: random.Random) -> Cell:
    assert isinstance(value, dt.date)
    return rng.choice(
        (f"{value:%d-%m}-2206", f"{value.day} {NAMES[value.month - 1]} 2206", f"2206-{value:%m-%d}", f"{value:%d/%m}/1826")
    )


def _unknown(kind: str) -> Callable[[Meant, random.Random], Cell]:
    return lambda value, rng: str(rng.choice(load("labels")["unknown"][kind]))


_SPOILINGS: dict[str, Spoiling] = {
    "nik_length_15": Spoiling(("nik",), _lost_digit, ("nik_length",)),
    "nik_length_17": Spoiling(("nik",), _extra_digit, ("nik_length",)),
    "nik_letter": Spoiling(("nik",), _letter_for_digit, ("nik_length", "nik_invalid")),
    "nik_precision_lost": Spoiling(("nik",), _number_cell, ("nik_precision_lost",)),
    "nik_placeholder": Spoiling(("nik",), _placeholder, ("nik_placeholder", "nik_length")),
    "date_impossible": Spoiling(("date",), _impossible_date, ("date_impossible",)),
    "date_out_of_range": Spoiling(("date",), _far_date, ("date_out_of_range", "date_impossible")),
    "country_unknown": Spoiling(("country",), _unknown("country"), ("country_unknown",)),
    "sex_unknown": Spoiling(("sex",), _unknown("sex"), ("sex_unknown", "label_unknown")),
    "label_unknown": Spoiling(("code", "active"), _unknown("label"), ("label_unknown",)),
    "not_a_number": Spoiling(("integer", "rupiah"), _unknown("words"), ("not_a_number",)),
    "negative_number": Spoiling(("integer",), lambda value, rng: rng.choice((-2, "-2", -1)), ("negative_number",)),
    "not_whole_number": Spoiling(("integer",), lambda value, rng: rng.choice((2.5, "3,5")), ("not_whole_number",)),
    "number_ambiguous": Spoiling(("rupiah",), _unknown("grouping"), ("number_ambiguous", "not_a_number")),
}


def _spoil_one(kind: str, table: TableCopy, row: Written, hand: Hand) -> bool:
    spoiling, fields = _SPOILINGS[kind], fields_of(table.dataset)
    places = [
        f for f in fields if fields[f]["type"] in spoiling.types and row.meant[f] is not None and _cell_of(f, table) is not None
    ]
    if not places:
        return False
    field = hand.rng.choice(places)
    cell = spoiling.spoil(row.meant[field], hand.rng)
    if kind == "nik_precision_lost" and hand.recipe.format in ("csv", "html"):
        cell = _scientific(row.meant[field])
    _write(field, cell, table, row, hand)
    row.fault = Fault(kind, spoiling.categories, field, cell, (field,), bool(fields[field].get("required")))
    return True


def _cell_of(field: str, table: TableCopy) -> str | None:
    """The key of the column a field is written in; None where the form does not ask for it."""
    joined = {"birth_date": "ttl", "birth_place": "ttl", "rt": "rt_rw", "rw": "rt_rw"}.get(field)
    return next((key for key in (field, joined) if key in table.keys), None)


def _write(field: str, cell: Cell, table: TableCopy, row: Written, hand: Hand) -> None:
    key = _cell_of(field, table)
    assert key is not None
    row.cells[key] = write_birth(row.meant["birth_place"], cell, hand) if key == "ttl" else cell


def _contradict(kind: str, table: TableCopy, row: Written, fields: tuple[str, ...], field: str, cell: Cell, hand: Hand) -> bool:
    _write(field, cell, table, row, hand)
    row.fault = Fault(kind, (kind,), field, cell, fields)
    return True


def _all_written(table: TableCopy, row: Written, *fields: str) -> bool:
    return all(row.meant.get(f) is not None and _cell_of(f, table) is not None for f in fields)


def departure_before_birth(table: TableCopy, row: Written, hand: Hand) -> bool:
    """The person leaves some years before being born."""
    born = row.meant.get("birth_date")
    if not isinstance(born, dt.date) or not _all_written(table, row, "birth_date", "departure_date"):
        return False
    cell = write_date(born.replace(day=1, year=born.year - hand.rng.randint(1, 9)), hand)
    return _contradict("departure_before_birth", table, row, ("birth_date", "departure_date"), "departure_date", cell, hand)


def contract_end_before_departure(table: TableCopy, row: Written, hand: Hand) -> bool:
    """The contract ends before the departure."""
    left = row.meant.get("departure_date")
    if not isinstance(left, dt.date) or not _all_written(table, row, "departure_date", "contract_end"):
        return False
    cell = write_date(left - dt.timedelta(days=hand.rng.randint(20, 500)), hand)
    return _contradict(
        "contract_end_before_departure", table, row, ("departure_date", "contract_end"), "contract_end", cell, hand
    )


def total_mismatch(table: TableCopy, row: Written, hand: Hand) -> bool:
    """Men and women do not add up to the members."""
    fields, total = ("members_male", "members_female", "members_total"), row.meant.get("members_total")
    if not isinstance(total, int) or not _all_written(table, row, *fields):
        return False
    return _contradict("total_mismatch", table, row, fields, "members_total", total + hand.rng.randint(1, 6), hand)


def birth_after_period(table: TableCopy, row: Written, hand: Hand) -> bool:
    """A birth date after the reporting period, in a year that could be."""
    if not _all_written(table, row, "birth_date"):
        return False
    cell = f"{hand.rng.randint(1, 28):02d}-{hand.rng.randint(1, 12):02d}-{hand.rng.randint(2028, 2034)}"
    _write("birth_date", cell, table, row, hand)
    row.fault = Fault("birth_after_period", ("date_out_of_range", "birth_after_period"), "birth_date", cell, ("birth_date",))
    return True


def required_missing(table: TableCopy, row: Written, hand: Hand) -> bool:
    """A required cell left empty or marked missing."""
    required = [field for field, entry in fields_of(table.dataset).items() if entry.get("required") and field in table.keys]
    if not required:
        return False
    field, cell = hand.rng.choice(required), hand.rng.choice(("", "-", "–"))
    row.cells[field] = cell
    row.fault = Fault("required_missing", ("required_missing",), field, cell, (), condemns_row=True)
    return True


def nik_shared(table: TableCopy, row: Written, hand: Hand) -> bool:
    """Two differently named persons of one table under one NIK: nobody knows whose it is, so neither keeps it."""
    name = "child_name" if table.dataset == "migrant_children" else "full_name"
    others = [
        r
        for r in table.rows
        if r is not row and table.is_free(r) and r.meant.get("nik") and r.meant.get(name) != row.meant.get(name)
    ]
    if not others or not _all_written(table, row, "nik", name):
        return False
    other = hand.rng.choice(others)
    for one in (row, other):
        one.cells["nik"] = str(other.meant["nik"])
        one.fault = Fault("nik_shared", ("nik_placeholder", "nik_shared", "nik_length"), "nik", one.cells["nik"], ("nik",))
    return True


Planter = Callable[[TableCopy, Written, Hand], bool]
PLANTERS: dict[str, Planter] = {
    **{kind: partial(_spoil_one, kind) for kind in _SPOILINGS},
    "departure_before_birth": departure_before_birth,
    "contract_end_before_departure": contract_end_before_departure,
    "total_mismatch": total_mismatch,
    "birth_after_period": birth_after_period,
    "required_missing": required_missing,
    "nik_shared": nik_shared,
}
