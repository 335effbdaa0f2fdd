"""Parenting sessions as a matrix of ticks: a row a child, a column a date.

What the village meant is the sessions; the ticks are made to add up to them. The children of the matrix are not reported.
"""

from __future__ import annotations

import datetime as dt
import random

from ..model import Cell, Column, Record, Sheet, TableCopy, Written, whole
from ..noise import Hand, write_cell

_TICKS = ("v", "V", "√", "✓")
_KEYS = ("session_date", "activity", "children_male", "children_female")


def meant_by_ticks(sessions: list[Record], hand: Hand) -> TableCopy:
    """The sessions a matrix can say: date, activity, boys and girls; everything else stays unsaid."""
    if hand.recipe.attendance == "matrix_one_activity":
        sessions = [{**record, "activity": sessions[0]["activity"]} for record in sessions]
    rows = [Written({**record, "facilitator": None, "caregivers": None, "place": None}, {}) for record in sessions]
    return TableCopy("parenting_sessions", [Column(key, ()) for key in _KEYS], rows)


def draw_matrix(sheet: Sheet, table: TableCopy, children: list[Record], hand: Hand, top: int, left: int) -> int:
    """Draw header, a row a child and a row of counts; returns the last row.

    The activity stands below each date, or once above the table where all sessions had the same.
    """
    first = left + 3
    depth = 3
    if hand.recipe.attendance == "matrix_one_activity":
        sheet.put(top, left, f"Kegiatan : {table.rows[0].meant['activity']}")
        sheet.ignore(top, "title")
        top, depth = top + 1, 2
    _draw_header(sheet, table, hand, top, depth, left)
    present = [_attending(row.meant, children, hand.rng) for row in table.rows]
    row = top + depth
    for number, child in enumerate(children):
        identity: tuple[Cell, ...] = (
            number + 1,
            write_cell("child_name", child, "migrant_children", hand),
            write_cell("sex", child, "migrant_children", hand),
        )
        ticks: list[Cell] = [hand.rng.choice(_TICKS) if number in there else hand.rng.choice(("", "", "-")) for there in present]
        for offset, value in enumerate([*identity, *ticks, sum(number in there for there in present)]):
            sheet.put(row, left + offset, value)
        row += 1
    sheet.put(row, left + 1, "JUMLAH HADIR")
    for offset, there in enumerate(present):
        sheet.put(row, first + offset, len(there))
    sheet.ignore(row, "total", "parenting_sessions")
    for written in table.rows:
        written.sheet = sheet.name
    return row


def _draw_header(sheet: Sheet, table: TableCopy, hand: Hand, top: int, depth: int, left: int) -> None:
    first = left + 3
    last, bottom = first + len(table.rows) - 1, top + depth - 1
    for offset, word in enumerate(("No", "Nama Anak", "L/P")):
        sheet.put(top, left + offset, word)
        sheet.merge(top, left + offset, bottom, left + offset)
    sheet.put(top, first, "Tanggal Kegiatan")
    sheet.merge(top, first, top, last)
    sheet.put(top, last + 1, "Jumlah Hadir")
    sheet.merge(top, last + 1, bottom, last + 1)
    for offset, written in enumerate(table.rows):
        day = written.meant["session_date"]
        assert isinstance(day, dt.date)
        sheet.put(top + 1, first + offset, hand.rng.choice((day, f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}")))
        if depth == 3:
            sheet.put(bottom, first + offset, str(written.meant["activity"]))
    for row in range(top, top + depth):
        sheet.ignore(row, "header", "parenting_sessions")


def _attending(session: Record, children: list[Record], rng: random.Random) -> set[int]:
    """Places of the children present, as many boys and girls as the session had."""
    present: set[int] = set()
    for sex, key in (("L", "children_male"), ("P", "children_female")):
        places = [i for i, child in enumerate(children) if child["sex"] == sex]
        present.update(rng.sample(places, whole(session, key)))
    return present
