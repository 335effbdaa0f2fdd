"""Which village is to report what, from lines that may speak of a whole regency and of all datasets.

A line of a narrower region goes before one of a wider, a line that names a dataset before one that means all; lines of one rank
must not overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from expectations.catalogue import Finding
from expectations.configuration import ReportDue
from expectations.contract import Cadence, Contract, village_contracts
from expectations.regions import Region, inside
from transform.configuration.overlaps import overlaps, span
from transform.configuration.table import Line

Place = tuple[str, str]
"""A village and a dataset."""


class _Said(NamedTuple):
    """What one line says of one village and dataset: how narrowly (`rank`), how often it is due, and by which day."""

    rank: tuple[int, bool]
    line: Line
    cadence: Cadence
    due_day: int


def reports_due(lines: Sequence[Line]) -> tuple[list[ReportDue], list[Finding]]:
    """The roster spelled out, a line a village and dataset, and what is wrong with it."""
    chosen = _narrowest(lines)
    spans = (
        span(said.line.row, place, said.line.values["starts_on"], said.line.values.get("ends_on"))
        for place, all_said in chosen.items()
        for said in all_said
    )
    faults = [*(fault for line in lines for fault in _without_rhythm(line)), *overlaps(spans)]
    return [_due(place, said) for place, all_said in chosen.items() for said in all_said], faults


def _without_rhythm(line: Line) -> Iterator[Finding]:
    """A dataset that is due at no time by its contract needs a cadence and a due day in its line."""
    named = line.values.get("dataset")
    if named and _rhythm(line, village_contracts()[named]) is None:
        yield Finding("configuration_cadence_missing", "row", row=line.row, facts={"dataset": named})


def _rhythm(line: Line, contract: Contract) -> tuple[Cadence, int] | None:
    """How often and by which day: as the line says, else as the contract does."""
    cadence, due_day = line.values.get("cadence") or contract.cadence, line.values.get("due_day") or contract.due_day
    return (cadence, due_day) if cadence and due_day else None


def _narrowest(lines: Sequence[Line]) -> dict[Place, list[_Said]]:
    chosen: dict[Place, list[_Said]] = {}
    for line in lines:
        region, named = line.values["region_code"], line.values.get("dataset")
        rank = (len(region.code), named is not None)
        for contract in _contracts(named):
            if (rhythm := _rhythm(line, contract)) is not None:
                for village in _villages(region):
                    _say(chosen, (village, contract.dataset), _Said(rank, line, *rhythm))
    return chosen


def _say(chosen: dict[Place, list[_Said]], place: Place, said: _Said) -> None:
    before = chosen.get(place, [])
    if not before or before[0].rank < said.rank:
        chosen[place] = [said]
    elif before[0].rank == said.rank:
        before.append(said)


def _contracts(named: str | None) -> list[Contract]:
    """The dataset named; without a name all that are due by their contract."""
    if named is not None:
        return [village_contracts()[named]]
    return [contract for contract in village_contracts().values() if contract.cadence]


def _villages(region: Region) -> list[str]:
    return [region.code] if region.level == "village" else [village.code for village in inside(region.code, "village")]


def _due(place: Place, said: _Said) -> ReportDue:
    values = said.line.values
    return ReportDue(*place, said.cadence, said.due_day, values["starts_on"], values.get("ends_on"))
