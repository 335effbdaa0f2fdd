"""Lets the sums of a table decide how its cells are to be read.

Every cell has one or more possible readings; every printed total is an equation. The readings that satisfy all equations are
looked for by propagation and, where that leaves a choice, by search. One solution proves the reading; none or several prove
nothing, and the caller withholds. Knows cells as keys and readings as numbers, nothing about publications.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

Cell = TypeVar("Cell", bound=Hashable)

_MOST_SUMS = 50_000
_MOST_SOLUTIONS = 16
_MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Equation(Generic[Cell]):
    """A printed total and the cells that should add up to it. `over` says along what: a dimension, "period" …"""

    parts: tuple[Cell, ...]
    whole: Cell
    over: str = ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Parts and whole."""
        return (*self.parts, self.whole)


@dataclass(slots=True)
class Settlement(Generic[Cell]):
    """What the sums decided. `values` holds the cells with one possible reading, `proved` those an equation vouches for.

    `solutions` is 0, 1 or 2 (meaning several).
    """

    values: dict[Cell, Decimal] = field(default_factory=dict)
    proved: set[Cell] = field(default_factory=set)
    solutions: int = 0


def settle(readings: Mapping[Cell, Sequence[Decimal]], equations: Sequence[Equation[Cell]]) -> Settlement[Cell]:
    """The readings that satisfy every equation. Cells without equations keep their reading when they have only one."""
    domains = {cell: tuple(dict.fromkeys(options)) for cell, options in readings.items()}
    usable = [equation for equation in equations if all(domains.get(cell) for cell in equation.cells)]
    narrowed = _propagate(domains, usable)
    if narrowed is None:
        return Settlement()
    solutions, complete = _search(narrowed, usable)
    if not complete:
        solutions = [narrowed]
    agreed = _agreed(solutions)
    proved = {cell for equation in usable for cell in equation.cells if cell in agreed}
    return Settlement(agreed, proved, min(len(solutions), 2) if complete else 2)


def holds(equation: Equation[Cell], values: Mapping[Cell, Decimal]) -> bool:
    """Whether the parts add up to the whole exactly."""
    return sum((values[cell] for cell in equation.parts), Decimal(0)) == values[equation.whole]


Domains = dict[Cell, tuple[Decimal, ...]]


def _propagate(domains: Domains[Cell], equations: Sequence[Equation[Cell]]) -> Domains[Cell] | None:
    """Drops every reading no equation can be satisfied with, until nothing changes. None: an equation cannot be satisfied."""
    domains = dict(domains)
    pending = list(equations)
    while pending:
        changed: set[Cell] = set()
        for equation in pending:
            for cell, options in _supported(equation, domains).items():
                if not options:
                    return None
                if len(options) < len(domains[cell]):
                    domains[cell] = options
                    changed.add(cell)
        pending = [equation for equation in equations if changed.intersection(equation.cells)]
    return domains


def _supported(equation: Equation[Cell], domains: Mapping[Cell, Sequence[Decimal]]) -> Domains[Cell]:
    """The readings of each cell for which the others can complete the equation."""
    signed = _bounded([[*domains[cell]] for cell in equation.parts] + [[-reading for reading in domains[equation.whole]]])
    ahead, behind = _reachable(signed), _reachable(signed[::-1])
    if ahead is None or behind is None:
        return {}
    kept = [
        tuple(step for step in steps if any(-(total + step) in behind[-index - 2] for total in ahead[index]))
        for index, steps in enumerate(signed)
    ]
    kept[-1] = tuple(-step for step in kept[-1])
    return dict(zip(equation.cells, kept, strict=True))


def _bounded(signed: list[list[Decimal]]) -> list[list[Decimal]]:
    """Without the readings that are too large or too small whatever the other cells are. Cheap, and drops most of them."""
    lows, highs = [min(steps, default=Decimal(0)) for steps in signed], [max(steps, default=Decimal(0)) for steps in signed]
    low, high = sum(lows, Decimal(0)), sum(highs, Decimal(0))
    return [
        [step for step in steps if low - lows[index] + step <= 0 <= high - highs[index] + step]
        for index, steps in enumerate(signed)
    ]


def _reachable(signed: Sequence[Sequence[Decimal]]) -> list[set[Decimal]] | None:
    """Sums of the first 0, 1, 2 … cells. None where they would become too many to hold."""
    sums = [{Decimal(0)}]
    for options in signed:
        following = {total + step for total in sums[-1] for step in options}
        if len(following) > _MOST_SUMS:
            return None
        sums.append(following)
    return sums


def _search(domains: Domains[Cell], equations: Sequence[Equation[Cell]]) -> tuple[list[Domains[Cell]], bool]:
    """Solutions, each with one reading in every cell of an equation, and whether these are all there are."""
    stack: list[Domains[Cell]] = [domains]
    found: list[Domains[Cell]] = []
    for _ in range(_MOST_STEPS):
        if not stack or len(found) > _MOST_SOLUTIONS:
            break
        current = stack.pop()
        undecided = next((cell for equation in equations for cell in equation.cells if len(current[cell]) > 1), None)
        if undecided is None:
            found.append(current)
            continue
        attempts = (_propagate({**current, undecided: (reading,)}, equations) for reading in current[undecided])
        stack.extend(attempt for attempt in attempts if attempt is not None)
    return found, not stack


def _agreed(solutions: Sequence[Domains[Cell]]) -> dict[Cell, Decimal]:
    """Cells with one reading, the same in every solution."""
    if not solutions:
        return {}
    first = solutions[0]
    return {
        cell: options[0] for cell, options in first.items() if len(options) == 1 and all(s[cell] == options for s in solutions)
    }
