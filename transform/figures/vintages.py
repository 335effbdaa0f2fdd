"""One figure in several vintages: which values of a publication were published otherwise before or after.

Compares a publication's figures with values known from elsewhere: the packaged list of restated national totals, or whatever
a warehouse already holds. Both values stay; this only says so.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from expectations.catalogue import Finding
from transform.figures.members import CONFORMED
from transform.figures.outcome import DATASET, Figure

_LEVEL = Decimal("0.15")
"""A restatement beyond this share looks like another way of counting."""
_KEY = ("measure", "basis", "period_type", "period_start", "period_end", "unit")
_CONFORMED = tuple(sorted(set(CONFORMED.values())))


@dataclass(frozen=True, slots=True)
class Vintage:
    """A value and the day it was published."""

    value: Decimal
    published_on: dt.date


VintageKey = tuple[Any, ...]


def vintage_key(figure: Mapping[str, Any]) -> VintageKey:
    """What a figure is about, whatever its labels: measure, basis, period, unit, codes, breakdown."""
    return (*(figure[name] for name in _KEY), figure["breakdown"], *(figure.get(name) for name in _CONFORMED))


@cache
def known_restatements() -> Mapping[VintageKey, tuple[Vintage, ...]]:
    """National totals that BP2MI published with more than one value."""
    text = (files("transform.figures") / "restatements.csv").read_text(encoding="utf-8")
    found: dict[VintageKey, list[Vintage]] = defaultdict(list)
    for row in csv.DictReader(text.splitlines()):
        dated = {name: dt.date.fromisoformat(row[name]) for name in ("period_start", "period_end", "published_on")}
        found[vintage_key({**row, **dated, "breakdown": "total"})].append(Vintage(Decimal(row["value"]), dated["published_on"]))
    return {key: tuple(values) for key, values in found.items()}


def vintages_of(figures: Iterable[Mapping[str, Any]]) -> Mapping[VintageKey, tuple[Vintage, ...]]:
    """The vintages of figures read before, such as those a warehouse holds; claims of running text are left out."""
    found: dict[VintageKey, list[Vintage]] = defaultdict(list)
    for figure in figures:
        if figure["status"] != "claim":
            found[vintage_key(figure)].append(Vintage(figure["value"], figure["published_on"]))
    return {key: tuple(values) for key, values in found.items()}


def vintage_findings(figures: Sequence[Figure], known: Mapping[VintageKey, Iterable[Vintage]]) -> list[Finding]:
    """restated_period where an earlier publication had another value, superseded_vintage where a later one has."""
    findings: list[Finding] = []
    said: set[tuple[str, VintageKey]] = set()
    for figure in figures:
        key = vintage_key(figure)
        if figure["status"] == "claim" or figure["published_precision"] == "received" or key not in known:
            continue
        for finding in _compare(figure, known[key]):
            if (finding.rule, key) not in said:
                said.add((finding.rule, key))
                findings.append(finding)
    return findings


def _compare(figure: Figure, vintages: Iterable[Vintage]) -> Iterator[Finding]:
    others = [vintage for vintage in vintages if vintage.value != figure["value"]]
    earlier = [vintage for vintage in others if vintage.published_on < figure["published_on"]]
    later = [vintage for vintage in others if vintage.published_on > figure["published_on"]]
    if earlier:
        before = max(earlier, key=lambda vintage: vintage.published_on)
        yield _finding("restated_period", figure, before)
        if before.value and abs(figure["value"] / before.value - 1) > _LEVEL:
            yield _finding("level_break", figure, before)
    if later:
        after = max(later, key=lambda vintage: vintage.published_on)
        yield _finding("superseded_vintage", figure, after)


def _finding(rule: str, figure: Figure, other: Vintage) -> Finding:
    said = f"{figure['period_start']} .. {figure['period_end']}: {figure['value']}; {other.value} ({other.published_on})"
    facts = {"page": figure["source_page"], "table": figure["source_table"], "said": said}
    facts |= {"one": str(figure["value"]), "other": str(other.value)}
    return Finding(rule, "row", figure["source_sheet"], figure["source_row"], None, DATASET, "value", facts)
