"""What can be worked out from sums: the largest and smallest value a count can have when only certain sums of counts are known.

Knows nothing of marts. Counts are whole and not negative; everything else the attacker has is a list of sums and of cells known
to hold somebody.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

Cells = frozenset[Hashable]
_PROBES = 24
"""Random corners of what is possible. Two that differ in a count clear it; only the others need an exact answer."""


@dataclass
class Knowledge:
    """Sums known, and cells known to hold at least one person."""

    sums: dict[Cells, float] = field(default_factory=dict)
    present: set[Hashable] = field(default_factory=set)

    def learn(self, cells: Iterable[Hashable], value: float) -> None:
        """Note a sum. Raises ValueError when it contradicts one already known."""
        known = frozenset(cells)
        if self.sums.setdefault(known, value) != value:
            raise ValueError(f"two values for one sum: {self.sums[known]} and {value}")

    def only(self, cells: Iterable[Hashable]) -> Knowledge:
        """What it says of these cells alone."""
        asked = frozenset(cells)
        return Knowledge({known: value for known, value in self.sums.items() if known and known <= asked}, self.present & asked)


@dataclass
class Attack:
    """Knowledge turned into a linear programme over the cells in question."""

    cells: Sequence[Hashable]
    knowledge: Knowledge

    def __post_init__(self) -> None:
        self._place = {cell: number for number, cell in enumerate(self.cells)}
        self._matrix = self._rows(list(self.knowledge.sums))
        self._values = np.array(list(self.knowledge.sums.values()))
        self._bounds = [(float(cell in self.knowledge.present), 1e6) for cell in self.cells]

    def determined(self, targets: Sequence[Cells]) -> dict[Cells, int]:
        """The targets that can have one value only, with that value."""
        sums = self._rows(targets)
        seen = np.array([sums @ corner for corner in self._corners()])
        low, high = np.ceil(seen.min(axis=0) - 1e-6), np.floor(seen.max(axis=0) + 1e-6)
        found = {}
        for number in np.flatnonzero(high <= low):
            least, most = self._range(sums[[number]].toarray()[0])
            if least == most:
                found[targets[number]] = least
        return found

    def _corners(self) -> list[np.ndarray]:
        chance = np.random.default_rng(1)
        return [self._solve(chance.standard_normal(len(self.cells))) for _ in range(_PROBES)]

    def _range(self, direction: np.ndarray) -> tuple[int, int]:
        least, most = direction @ self._solve(direction), direction @ self._solve(-direction)
        return math.ceil(least - 1e-6), math.floor(most + 1e-6)

    def _solve(self, direction: np.ndarray) -> np.ndarray:
        """The possible counts with the least sum in a direction; no count is taken to be beyond a million."""
        answer = linprog(direction, A_eq=self._matrix, b_eq=self._values, bounds=self._bounds, method="highs")
        if not answer.success:
            raise ValueError(f"what is known contradicts itself: {answer.message}")
        return answer.x

    def _rows(self, sums: Sequence[Cells]) -> csr_array:
        entries = [(row, self._place[cell]) for row, cells in enumerate(sums) for cell in cells]
        rows, columns = zip(*entries, strict=True) if entries else ((), ())
        return csr_array((np.ones(len(entries)), (rows, columns)), shape=(len(sums), len(self.cells)))
