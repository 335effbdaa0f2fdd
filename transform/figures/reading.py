"""From tokens to numbers: what each cell of a table says, or the rule why it says nothing.

A token with one reading is that number. Where a token has several (a thousands dot read as a decimal point, an amount with
three digits behind its mark), where two readers disagree, or where a dash may be a zero, the table's own sums decide; what
they cannot settle is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from transform.figures.balance import Equation, Settlement, holds, settle
from transform.figures.equations import OVER_PERIODS
from transform.figures.layout import CellFacts
from transform.figures.tokens import debris_readings, looks_like_debris

UNREADABLE = "number_unreadable"
UNDECIDED = "reading_undecided"
DISAGREE = "readers_disagree"
NEGATIVE = "count_negative"


@dataclass(slots=True)
class Values:
    """Numbers by cell; cells withheld with their rule; cells an equation vouches for; whether thousands dots had been lost."""

    numbers: dict[int, Decimal] = field(default_factory=dict)
    withheld: dict[int, str] = field(default_factory=dict)
    proved: set[int] = field(default_factory=set)
    debris: bool = False


def read_values(cells: Sequence[CellFacts], sums: Sequence[Equation[int]], doubtful: set[int]) -> Values:
    """The number of every cell that has one."""
    values = Values(debris=any(cell.kind == "count" and looks_like_debris(cell.token.raw) for cell in cells))
    mark = _decimal_mark(cells)
    options = {place: _options(cell, values.debris, mark) for place, cell in enumerate(cells)}
    if values.debris or any(len(readings) > 1 for readings in options.values()):
        _settled(cells, options, sums, values)
    else:
        values.numbers = {place: readings[0] for place, readings in options.items() if readings}
    _decide_dashes(cells, sums, values)
    values.proved |= {place for equation in sums if _proves(equation, values.numbers) for place in equation.cells}
    _withhold(cells, options, doubtful, values)
    return values


def _options(cell: CellFacts, debris: bool, mark: str | None) -> tuple[Decimal, ...]:
    if cell.token.kind == "dash":
        return (Decimal(0),) if cell.derived is None else ()
    if debris and cell.kind == "count":
        return debris_readings(cell.token.raw)
    if len(cell.token.readings) == 2 and mark:
        thousands, decimal = cell.token.readings
        return (decimal,) if mark in cell.token.raw else (thousands,)
    return cell.token.readings


def _decimal_mark(cells: Sequence[CellFacts]) -> str | None:
    """The decimal mark of a table's amounts, if those that show one agree; else the one its counts do not group with."""
    marks = {cell.token.mark for cell in cells if cell.kind == "amount" and cell.token.mark}
    if not marks:
        grouping = {mark for cell in cells if cell.kind == "count" for mark in ".," if mark in cell.token.raw}
        marks = {{".": ",", ",": "."}[mark] for mark in grouping}
    return marks.pop() if len(marks) == 1 else None


def _settled(
    cells: Sequence[CellFacts], options: Mapping[int, Sequence[Decimal]], sums: Sequence[Equation[int]], values: Values
) -> None:
    """Lets the sums choose. In a table that lost its thousands dots only what they prove is believed."""
    settlement = settle(options, sums)
    grouping = _proved_grouping(cells, options, settlement)
    for place, readings in options.items():
        certain = len(readings) == 1 and not (values.debris and cells[place].kind == "count")
        if place in settlement.proved or (certain and readings):
            values.numbers[place] = settlement.values.get(place, readings[0])
        elif grouping and cells[place].kind == "amount" and grouping in cells[place].token.raw:
            values.numbers[place] = readings[0]
        elif readings:
            values.withheld[place] = UNDECIDED


def _proved_grouping(
    cells: Sequence[CellFacts], options: Mapping[int, Sequence[Decimal]], settlement: Settlement[int]
) -> str | None:
    """The mark before three digits that sums of the table prove to group thousands, wherever they decide about an amount."""
    decided = [place for place in settlement.proved if cells[place].kind == "amount" and len(options[place]) == 2]
    marks = {mark for place in decided for mark in ".," if mark in cells[place].token.raw}
    is_grouping = all(settlement.values[place] == options[place][0] for place in decided)
    return marks.pop() if len(marks) == 1 and is_grouping else None


def _decide_dashes(cells: Sequence[CellFacts], sums: Sequence[Equation[int]], values: Values) -> None:
    """A dash is zero where a sum it belongs to holds with zero; elsewhere nothing is published.

    A sum over periods shows no zero for a period of which the table has no number at all: that one is not out yet.
    """
    published = {cell.period for cell in cells if cell.token.kind == "number"}
    holding = {
        place
        for equation in sums
        if _proves(equation, values.numbers)
        for place in equation.cells
        if equation.over != OVER_PERIODS or cells[place].period in published
    }
    for place, cell in enumerate(cells):
        if cell.token.kind == "dash" and place not in holding:
            values.numbers.pop(place, None)
            values.withheld.pop(place, None)


def _proves(equation: Equation[int], numbers: Mapping[int, Decimal]) -> bool:
    return all(place in numbers for place in equation.cells) and holds(equation, numbers)


def _withhold(cells: Sequence[CellFacts], options: Mapping[int, Sequence[Decimal]], doubtful: set[int], values: Values) -> None:
    for place, cell in enumerate(cells):
        rule = None
        if cell.token.kind in ("word", "number") and not options[place]:
            rule = UNREADABLE
        elif place in doubtful and place not in values.proved:
            rule = DISAGREE
        elif cell.derived is None and values.numbers.get(place, Decimal(0)) < 0:
            rule = NEGATIVE
        if rule:
            values.numbers.pop(place, None)
            values.withheld[place] = rule
