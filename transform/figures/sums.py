"""The arithmetic gate of one document: printed parts against printed totals, inside a table and across tables.

Says which sums fail and how; corrects nothing. A list of the largest members may fall short of the total but not exceed it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from transform.figures.balance import Equation
from transform.figures.equations import OVER_PERIODS, tiles
from transform.figures.findings import TOTAL_MISMATCH
from transform.figures.layout import CellFacts, Members
from transform.figures.members import is_remainder
from transform.figures.periods import Period
from transform.figures.vocabulary import member_lists

_FAR = Decimal("1.2")
WholeKey = tuple[str | None, str, Period | None, Members]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A sum that fails: `rule` is sum_off_by_one, parts_exceed_whole or printed_total_mismatch."""

    rule: str
    equation: Equation[int]
    parts: Decimal
    whole: Decimal


def mismatches(
    cells: Sequence[CellFacts], sums: Sequence[Equation[int]], numbers: Mapping[int, Decimal], top: bool
) -> list[Mismatch]:
    """The sums of one table that fail."""
    found = (_mismatch(cells, equation, numbers, top) for equation in sums)
    return [mismatch for mismatch in found if mismatch]


def concerned(found: Iterable[Mismatch], proved: Set[int]) -> set[int]:
    """The cells whose numbers a failed sum puts in doubt: those no other sum vouches for, or all where none is left."""
    return {place for mismatch in found for place in (set(mismatch.equation.cells) - proved or mismatch.equation.cells)}


def _mismatch(cells: Sequence[CellFacts], equation: Equation[int], numbers: Mapping[int, Decimal], top: bool) -> Mismatch | None:
    if equation.whole not in numbers:
        return None
    known = [numbers[place] for place in equation.parts if place in numbers]
    parts, whole = sum(known, Decimal(0)), numbers[equation.whole]
    short_is_fine = len(known) < len(equation.parts) or (top and not _covers(cells, equation))
    if any(cells[place].token.kind in ("word", "number") and place not in numbers for place in equation.parts):
        return None
    if parts > whole and _nested(known, whole):
        return None
    rule = failed(parts, whole, len(known), short_is_fine)
    return Mismatch(rule, equation, parts, whole) if rule else None


def failed(parts: Decimal, whole: Decimal, count: int, short_is_fine: bool) -> str | None:
    """The rule two sides of a sum break, None when they agree (decimals may differ by their rounding)."""
    difference = parts - whole
    places = max(-int(side.as_tuple().exponent) for side in (parts, whole))
    rounding = Decimal(10) ** -places * (count + 1) / 2 if places > 0 else Decimal(0)
    if abs(difference) <= rounding or (short_is_fine and difference < 0):
        return None
    if abs(difference) == 1:
        return "sum_off_by_one"
    return "parts_exceed_whole" if whole > 0 and parts > whole * _FAR else TOTAL_MISMATCH


def _nested(parts: Sequence[Decimal], whole: Decimal) -> bool:
    """Whether some parts head those behind them ("ASIA 300, Hong Kong 200, Taiwan 100") and the heads make the whole."""
    kept, place = Decimal(0), 0
    while place < len(parts):
        inside, following = Decimal(0), place + 1
        while following < len(parts) and inside < parts[place]:
            inside, following = inside + parts[following], following + 1
        kept += parts[place]
        place = following if inside == parts[place] and following - place > 2 else place + 1
    return kept == whole


def _covers(cells: Sequence[CellFacts], equation: Equation[int]) -> bool:
    """Whether the parts are meant to be all: they hold a remainder, or their breakdown has no more members."""
    labels = [label for place in equation.parts for dimension, label in cells[place].members if dimension == equation.over]
    return equation.over in (OVER_PERIODS, *member_lists()["partitions"]) or any(map(is_remainder, labels))


@dataclass(frozen=True, slots=True)
class Printed:
    """A count somewhere in the document: which table, which cell, the number."""

    table: int
    place: int
    cell: CellFacts
    number: Decimal
    confined: Members = ()

    @property
    def key(self) -> WholeKey:
        """What the count is about."""
        return self.cell.measure, self.cell.unit, self.cell.period, tuple(sorted((*self.cell.members, *self.confined)))


def lists_without_total(
    printed: Sequence[Printed], tops: Mapping[int, bool], claimed: Mapping[WholeKey, Decimal]
) -> Iterator[tuple[list[Printed], Decimal, str]]:
    """Lists of one table whose total stands in another or in the text: (parts, total, broken rule)."""
    wholes = {**claimed, **{item.key: item.number for item in reversed(printed)}}
    own = {(item.table, item.key) for item in printed}
    for (table, dimension, key), parts in _lists(printed).items():
        if key not in wholes or len(parts) < 2 or (table, key) in own:
            continue
        covers = dimension in member_lists()["partitions"] or any(is_remainder(dict(p.cell.members)[dimension]) for p in parts)
        total = sum((part.number for part in parts), Decimal(0))
        if rule := failed(total, wholes[key], len(parts), short_is_fine=tops[table] or not covers):
            yield parts, wholes[key], rule


def _lists(printed: Sequence[Printed]) -> Mapping[tuple[int, str, WholeKey], list[Printed]]:
    """The members of each breakdown of each table, by the total they belong to."""
    groups: dict[tuple[int, str, WholeKey], list[Printed]] = defaultdict(list)
    for item in printed:
        measure, unit, period, members = item.key
        for dimension, _ in item.cell.members:
            rest = tuple(pair for pair in members if pair[0] != dimension)
            groups[item.table, dimension, (measure, unit, period, rest)].append(item)
    return groups


def broken_chains(printed: Sequence[Printed]) -> Iterator[tuple[list[Printed], Printed, str]]:
    """Periods that fill a longer one printed in another table, such as months and a year to date: (parts, whole, broken rule)."""
    chains: dict[WholeKey, dict[Period, Printed]] = defaultdict(dict)
    for item in printed:
        measure, unit, period, members = item.key
        if period is not None:
            chains[measure, unit, None, members].setdefault(period, item)
    for dated in chains.values():
        for period, whole in dated.items():
            parts = [dated[inside] for inside in tiles(period, list(dated))]
            apart = any(part.table != whole.table for part in parts)
            total = sum((part.number for part in parts), Decimal(0))
            if apart and (rule := failed(total, whole.number, len(parts), short_is_fine=False)):
                yield parts, whole, rule
