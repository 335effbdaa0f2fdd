"""Which cells of a table must add up to which: members to their total, months to their year, columns to "JUMLAH".

Built from what the cells count, never from where they stand, so rows, columns, grand totals and period sums are one thing.
Cells are named by their place in the list.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from transform.figures.balance import Equation
from transform.figures.layout import CellFacts, Members
from transform.figures.periods import Period

OVER_PERIODS = "period"
_Subject = tuple[str | None, str]


def equations(cells: Sequence[CellFacts]) -> list[Equation[int]]:
    """All sums a table prints."""
    found: list[Equation[int]] = []
    for places in _grouped(cells).values():
        found.extend(_over_members(cells, places))
        found.extend(_over_periods(cells, places))
    return found


def _grouped(cells: Sequence[CellFacts]) -> Mapping[_Subject, list[int]]:
    groups: dict[_Subject, list[int]] = defaultdict(list)
    for place, cell in enumerate(cells):
        if cell.counted:
            groups[cell.measure, cell.unit].append(place)
    return groups


def _over_members(cells: Sequence[CellFacts], places: Sequence[int]) -> Iterator[Equation[int]]:
    wholes: dict[tuple[Period | None, Members], int] = {}
    parts: dict[tuple[Period | None, str, Members], list[int]] = defaultdict(list)
    for place in places:
        cell = cells[place]
        wholes.setdefault((cell.period, _sorted(cell.members)), place)
        for dimension, _ in cell.members:
            rest = tuple(pair for pair in cell.members if pair[0] != dimension)
            parts[cell.period, dimension, _sorted(rest)].append(place)
            for around in cell.attributes:
                parts[cell.period, dimension, _sorted((*rest, around))].append(place)
    for (period, dimension, rest), summands in parts.items():
        whole = wholes.get((period, rest))
        if whole is not None and len(summands) > 1:
            yield Equation(tuple(summands), whole, dimension)


def _over_periods(cells: Sequence[CellFacts], places: Sequence[int]) -> Iterator[Equation[int]]:
    by_members: dict[Members, dict[Period, int]] = defaultdict(dict)
    for place in places:
        cell = cells[place]
        if cell.period is not None:
            by_members[_sorted(cell.members)].setdefault(cell.period, place)
    for dated in by_members.values():
        for whole, place in dated.items():
            if inside := tiles(whole, list(dated)):
                yield Equation(tuple(dated[period] for period in inside), place, OVER_PERIODS)


def tiles(whole: Period, periods: Sequence[Period]) -> list[Period]:
    """Periods of one kind that fill the whole without gap, or the year to the month before and the month; [] if none do."""
    inside = [period for period in periods if period != whole and whole.start <= period.start and period.end <= whole.end]
    for kind in ("month", "quarter", "semester", "year"):
        if len(chain := _chain([period for period in inside if period.kind == kind])) > 1 and _fills(whole, chain):
            return chain
    for before in inside:
        rest = [period for period in inside if period.kind == "month" and period.end == whole.end]
        if before.kind == "ytd" and rest and _fills(whole, [before, rest[0]]):
            return [before, rest[0]]
    return []


def _chain(periods: Sequence[Period]) -> list[Period]:
    return sorted(set(periods), key=lambda period: period.start)


def _fills(whole: Period, chain: Sequence[Period]) -> bool:
    joined = all(after.start - before.end == dt.timedelta(1) for before, after in pairwise(chain))
    return joined and chain[0].start == whole.start and chain[-1].end == whole.end


def _sorted(members: Members) -> Members:
    return tuple(sorted(members))
