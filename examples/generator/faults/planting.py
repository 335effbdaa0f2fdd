"""Chooses where faults go, so that a file gets the faults it was planned to have and no row gets two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model import TableCopy, Written
from ..noise import Hand
from .cells import PLANTERS
from .rows import WARNINGS, enter_twice, plant_warning

DUPLICATE = "duplicate_row"
KINDS: tuple[str, ...] = (*PLANTERS, *WARNINGS, DUPLICATE)


def plant(kinds: Iterable[str], tables: Sequence[TableCopy], hand: Hand) -> list[str]:
    """Plant each kind once in a row that has nothing planted yet; returns the kinds that found a place."""
    return [kind for kind in kinds if _plant_one(kind, tables, hand)]


def _plant_one(kind: str, tables: Sequence[TableCopy], hand: Hand) -> bool:
    places = [(table, row) for table in tables for row in table.rows if table.is_free(row)]
    hand.rng.shuffle(places)
    return any(_apply(kind, table, row, hand) for table, row in places)


def _apply(kind: str, table: TableCopy, row: Written, hand: Hand) -> bool:
    if kind == DUPLICATE:
        return enter_twice(table, row, hand)
    if kind in WARNINGS:
        return plant_warning(kind, table, row, hand)
    return PLANTERS[kind](table, row, hand)
