"""Boxes on a page, in points from the top left corner, reading direction left to right.

The small vocabulary the PDF reader's modules share. Knows nothing of PDF or of tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Interval = tuple[float, float]
"""Left and right end of a column, in points."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, right, top, bottom."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """Extent from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Extent from top to bottom."""
        return self.bottom - self.top

    @property
    def center(self) -> float:
        """Middle between left and right."""
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        """Middle between top and bottom."""
        return (self.top + self.bottom) / 2

    def covers(self, other: Box, slack: float = 0.5) -> bool:
        """True when the middle point of `other` lies inside, within `slack` points."""
        return self.x0 - slack <= other.center <= self.x1 + slack and self.top - slack <= other.middle <= self.bottom + slack

    def grown(self, x: float, y: float) -> Box:
        """The box with `x` points added left and right, `y` above and below."""
        return Box(self.x0 - x, self.x1 + x, self.top - y, self.bottom + y)


@dataclass(frozen=True, slots=True)
class Fill(Box):
    """A painted area; `color` as the page names it, () where unknown."""

    color: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Word(Box):
    """Characters without a gap. `run` numbers the stretch of text it was painted in, `size` is the type size in points."""

    text: str = ""
    size: float = 0.0
    bold: bool = False
    run: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: `at` is its fixed coordinate, `start` and `end` its extent along the other axis."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Extent in points."""
        return self.end - self.start


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length that two intervals share; negative is the gap between them."""
    return min(a1, b1) - max(a0, b0)


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around all. Raises ValueError for none."""
    found = list(boxes)
    return Box(
        min(box.x0 for box in found),
        max(box.x1 for box in found),
        min(box.top for box in found),
        max(box.bottom for box in found),
    )


def clustered(values: Iterable[float], tolerance: float) -> list[list[float]]:
    """Sorted values in groups whose neighbours are at most `tolerance` apart."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def median(values: Sequence[float], default: float = 0.0) -> float:
    """Middle value (the upper one of two), or `default` for none."""
    return sorted(values)[len(values) // 2] if values else default
