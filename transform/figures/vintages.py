"""One figure in several vintages: what a publication says otherwise than those taken before it.

A figure is compared with what stood before its day and with what stands after it, by the order that decides which vintage is
current (rules.md 23). Every value stays; this only says so. Whether the earlier values come from a warehouse or from the same
batch is not known here; a packaged list holds the restated national totals that every office should hear of.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from expectations.catalogue import Finding
from expectations.labels import plain
from transform.figures.outcome import DATASET, Figure

_LEVEL = Decimal("0.15")
"""A restatement beyond this share looks like another way of counting."""
_KEY = ("measure", "basis", "period_start", "period_end", "unit")
_RANKS = {"publisher": 0, "typed": 1, "press": 2}
VintageKey = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Vintage:
    """One published value: when and where, and how it ranks. `day` None: the publication names none."""

    value: Decimal
    day: dt.date | None
    publication: str
    file: str
    rank: tuple[int, bool]
    is_provisional: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether it is the word of the press, not of the publisher or an office."""
        return self.rank[0] == _RANKS["press"]

    def replaces(self, other: Vintage) -> bool:
        """Whether the other is an earlier state of the same publication: a file changed under its name and date."""
        return self.publication == other.publication and self.file != other.file and self.day == other.day


class KnownVintages:
    """The vintages taken so far, from the warehouse or before in the batch."""

    def __init__(self, held: Iterable[Mapping[str, Any]] = ()) -> None:
        self._taken: dict[VintageKey, list[Vintage]] = defaultdict(list)
        for figure in held:
            self._taken[vintage_key(figure)].append(_vintage(figure))

    def take(self, figures: Iterable[Figure]) -> list[Finding]:
        """What each figure says otherwise than those taken before; from now on it is one of them."""
        findings: list[Finding] = []
        for figure in figures:
            key, vintage = vintage_key(figure), _vintage(figure)
            taken = self._taken[key]
            if vintage not in taken:
                findings += _compare(figure, vintage, taken, known_restatements().get(key, ()))
                taken.append(vintage)
        return findings


def vintage_key(figure: Mapping[str, Any]) -> VintageKey:
    """What a figure is about, however its labels are written: measure, basis, days, unit, members."""
    members = {dimension: member["code"] or plain(member["label"]) for dimension, member in figure["members"].items()}
    return (*(figure[name] for name in _KEY), frozenset((members | figure["confined_to"]).items()))


@cache
def known_restatements() -> Mapping[VintageKey, tuple[Vintage, ...]]:
    """National totals that BP2MI published with more than one value."""
    text = (files("transform.figures") / "restatements.csv").read_text(encoding="utf-8")
    found: dict[VintageKey, list[Vintage]] = defaultdict(list)
    for row in csv.DictReader(text.splitlines()):
        dated = {name: dt.date.fromisoformat(row[name]) for name in ("period_start", "period_end", "published_on")}
        vintage = Vintage(Decimal(row["value"]), dated["published_on"], "BP2MI", "", (_RANKS["publisher"], False))
        found[vintage_key({**row, **dated, "members": {}, "confined_to": {}})].append(vintage)
    return {key: tuple(values) for key, values in found.items()}


def _vintage(figure: Mapping[str, Any]) -> Vintage:
    day = None if figure["published_precision"] == "received" else figure["published_on"]
    rank = (_RANKS[figure["source_kind"]], figure["status"] == "flagged")
    where = (figure["publication"], figure["source_file"])
    return Vintage(Decimal(figure["value"]), day, *where, rank, figure["status"] == "provisional")


def _compare(figure: Figure, own: Vintage, taken: Sequence[Vintage], listed: Sequence[Vintage]) -> Iterator[Finding]:
    """A listed value may be the one of this very publication: an equal one is no other, and whoever quotes it quotes it right."""
    if any(vintage.value == own.value for vintage in listed):
        own = replace(own, rank=(_RANKS["publisher"], own.rank[1]))
    others = [*taken, *(vintage for vintage in listed if vintage.value != own.value)]
    earlier = [v for v in others if (v.day and own.day and v.day < own.day) or own.replaces(v)]
    later = [v for v in others if v.day and own.day and v.day > own.day]
    beside = [v for v in others if (v.day is None or own.day in (None, v.day)) and v.publication != own.publication]
    before, after = _other_than(own, earlier), _other_than(own, later)
    contradicting = _other_than(own, beside)
    if before and _restates(own, before) and not (before.is_quoted and any(v.value == own.value for v in earlier)):
        yield from _restated(figure, own, before)
    else:
        contradicting = before or contradicting
    if after and _restates(after, own):
        yield _finding("superseded_vintage", figure, after)
    else:
        contradicting = after or contradicting
    if contradicting:
        yield _finding("sources_differ", figure, contradicting)


def _other_than(own: Vintage, vintages: Iterable[Vintage]) -> Vintage | None:
    """The one that stands among them (the better source, then the later day), if its value is another."""
    standing = min(vintages, key=lambda v: (v.rank, -v.day.toordinal() if v.day else 0), default=None)
    return standing if standing and standing.value != own.value else None


def _restates(later: Vintage, earlier: Vintage) -> bool:
    """Whether the later value takes the earlier one's place. What the press alone says may as well be a slip of its outlet,
    unless it is the same page or a provisional value was to be replaced.
    """
    is_meant = not later.is_quoted or earlier.is_provisional or later.publication == earlier.publication
    return is_meant and later.rank <= earlier.rank


def _restated(figure: Figure, own: Vintage, before: Vintage) -> Iterator[Finding]:
    yield _finding("restated_period", figure, before)
    if before.value and abs(own.value / before.value - 1) > _LEVEL:
        yield _finding("level_break", figure, before)


def _finding(rule: str, figure: Figure, other: Vintage) -> Finding:
    labels = (member["label"] for member in figure["members"].values())
    about = ", ".join([*labels, *figure["confined_to"].values(), _period(figure["period_start"], figure["period_end"])])
    where = ", ".join(filter(None, (other.publication, str(other.day or ""))))
    facts = {"page": figure["source_page"], "table": figure["source_table"] or figure["source_sheet"], "about": about}
    facts |= {"one": str(figure["value"]), "other": str(other.value), "where": where}
    facts["said"] = f"{about}: {facts['one']}; {facts['other']} ({other.day})"
    return Finding(rule, "row", figure["source_sheet"], figure["source_row"], None, DATASET, "value", facts)


def _period(start: dt.date, end: dt.date) -> str:
    """2024, 2024-08 or 2024-01..2024-08."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    is_year = (start.year, start.month, end.month) == (end.year, 1, 12)
    return f"{start:%Y}" if is_year else f"{start:%Y-%m}..{end:%Y-%m}"
