"""Lines that speak of the same thing at the same time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from expectations.catalogue import Finding

_NEVER = dt.date.max


class Span(NamedTuple):
    """What a line speaks of (`key`, in words `what`) and the days it holds for, both included."""

    key: tuple[Hashable, ...]
    starts_on: dt.date
    ends_on: dt.date
    row: int


def span(row: int, key: tuple[Hashable, ...], starts_on: dt.date, ends_on: dt.date | None) -> Span:
    """A span; without an end it never ends."""
    return Span(key, starts_on, ends_on or _NEVER, row)


def overlaps(spans: Iterable[Span]) -> Iterator[Finding]:
    """One fault for each two lines that overlap, at the later of them."""
    said: set[tuple[int, int]] = set()
    for _, group in groupby(sorted(spans, key=repr), key=lambda one: one.key):
        ordered = sorted(group, key=lambda one: (one.starts_on, one.row))
        for before, after in pairwise(ordered):
            rows = (min(before.row, after.row), max(before.row, after.row))
            if after.starts_on <= before.ends_on and rows not in said:
                said.add(rows)
                facts = {"other": rows[0], "what": " ".join(str(part) for part in after.key)}
                yield Finding("configuration_overlap", "row", row=rows[1], facts=facts)
