"""Breaks that a document crosses without saying so: a measure counted anew, a classification replaced, a unit changed.

The breaks themselves are data (`breaks.yaml`); what a document says about itself is read in `notes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from expectations.catalogue import Finding
from expectations.documents import read_yaml
from transform.figures.table import TableReading


def break_findings(readings: Sequence[TableReading]) -> list[Finding]:
    """Findings of all tables of a document."""
    return [*_levels(readings), *_classes(readings), *_units(readings)]


@cache
def _breaks() -> Mapping[str, Any]:
    return read_yaml(files("transform.figures") / "breaks.yaml")  # type: ignore[no-any-return]


def _levels(readings: Sequence[TableReading]) -> Iterator[Finding]:
    """A table whose totals jump where its measure began to be counted another way."""
    for rule in _breaks()["levels"]:
        for reading in readings:
            yearly: dict[int, tuple[int, Decimal]] = {}
            for place, cell in enumerate(reading.cells):
                total = cell.counted and cell.measure == rule["measure"] and not cell.members
                if total and cell.period and cell.period.kind == "year" and place in reading.values.numbers:
                    yearly[cell.period.start.year] = (place, reading.values.numbers[place])
            before, since = yearly.get(rule["year"] - 1), yearly.get(rule["year"])
            if before and since and since[1] > before[1] * Decimal(str(rule["jump"])):
                yield reading.finding(
                    "level_break", since[0], said=f"{before[1]} in {rule['year'] - 1}, {since[1]} in {rule['year']}"
                )


def _classes(readings: Sequence[TableReading]) -> Iterator[Finding]:
    """The first table that uses a classification which took another's place."""
    for rule in _breaks()["classes"]:
        for reading in readings:
            if any(dimension == rule["new"] for cell in reading.cells for dimension, _ in cell.members):
                yield reading.finding("classification_break", None, said=f"{rule['old']} -> {rule['new']}")
                break


def _units(readings: Sequence[TableReading]) -> Iterator[Finding]:
    """A measure whose unit is not the one used before."""
    seen: dict[str, str] = {}
    for reading in readings:
        for place, cell in enumerate(reading.cells):
            if not cell.counted or not cell.unit or cell.measure is None:
                continue
            if seen.setdefault(cell.measure, cell.unit) != cell.unit:
                seen[cell.measure] = cell.unit
                yield reading.finding("unit_change", place, unit=cell.unit)
