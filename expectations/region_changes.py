"""Villages that were renamed, given another code, split or merged: what changed on which day, and so what a code stood for when.

The list is `reference/region_changes.csv`, a line for each village that gave to another: one village renamed is a line from its
code to the same code, a village split is a line to each part, villages merged a line from each. Nothing is worked out from
likeness of names. What the warehouse does with it is not decided here (`load/region_history.py`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from expectations.catalogue import CatalogueError
from expectations.regions import Region, regions

ALWAYS = dt.date(2000, 1, 1)
"""From when villages of the region list count as they are."""

_VILLAGE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}")


class RegionChange(NamedTuple):
    """On this day the village with the one code and name gave to that with the other. `basis` is the regulation."""

    changed_on: dt.date
    from_code: str
    from_name: str
    to_code: str
    to_name: str
    basis: str


class VillageVersion(NamedTuple):
    """A village as it was from one day until before another (None: it still is)."""

    code: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None

    def held_in(self, month: dt.date) -> bool:
        """Whether it was so on the first of this month."""
        return self.valid_from <= max(month, ALWAYS) and (self.valid_to is None or month < self.valid_to)


@cache
def region_changes() -> tuple[RegionChange, ...]:
    """The packaged list. Raises CatalogueError naming the first line that cannot be used."""
    text = files("expectations").joinpath("reference", "region_changes.csv").read_text(encoding="utf-8")
    return tuple(_change(number, row) for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2))


@cache
def changed_villages() -> Mapping[str, Sequence[VillageVersion]]:
    """Versions of every village the packaged list speaks of, by code."""
    return village_versions(region_changes())


def village_versions(changes: Iterable[RegionChange]) -> dict[str, list[VillageVersion]]:
    """What each code stood for when, oldest first.

    Raises CatalogueError for a code no region list knows, a day to come, or a village that would exist twice or not at all.
    """
    listed = sorted(changes)
    for change in listed:
        _demand_known_place(change)
    codes = sorted({code for change in listed for code in (change.from_code, change.to_code)})
    versions = {code: list(_versions(code, listed)) for code in codes}
    for code, own in versions.items():
        if own[0].valid_from == ALWAYS and own[-1].valid_to is None and code not in regions():
            raise CatalogueError("region_change_unknown", code=code)
    return versions


def region_last_known(code: str) -> Region | None:
    """The region of a code as last known, of the region list or of the list of changes; None for a code of neither."""
    if code in changed_villages():
        return Region(code, changed_villages()[code][-1].name, "village", code[:8])
    return regions().get(code)


def existed_in(code: str, month: dt.date) -> bool:
    """Whether there was a village of this code on the first of the month."""
    versions = changed_villages().get(code)
    return versions is None or any(version.held_in(month) for version in versions)


def _versions(code: str, changes: Sequence[RegionChange]) -> Iterator[VillageVersion]:
    since: dt.date | None = None
    name = ""
    for number, (day, before, after) in enumerate(_days(code, changes)):
        if number == 0 and before is not None:
            since, name = ALWAYS, before
        if (since is not None) != (before is not None) or (before is not None and before != name) or day == since:
            raise CatalogueError("region_change_contradiction", code=code, day=day)
        if since is not None and after != name:
            yield VillageVersion(code, name, since, day)
        if after != name:
            since, name = (day, after) if after is not None else (None, "")
    if since is not None:
        yield VillageVersion(code, name, since, None)


def _days(code: str, changes: Sequence[RegionChange]) -> Iterator[tuple[dt.date, str | None, str | None]]:
    """Days on which something changed for a code, with its name before and after; None: there was no such village."""
    for day in sorted({change.changed_on for change in changes if code in (change.from_code, change.to_code)}):
        that_day = [change for change in changes if change.changed_on == day]
        before = {change.from_name for change in that_day if change.from_code == code}
        after = {change.to_name for change in that_day if change.to_code == code}
        if len(before) > 1 or len(after) > 1:
            raise CatalogueError("region_change_contradiction", code=code, day=day)
        yield day, next(iter(before), None), next(iter(after), None)


def _demand_known_place(change: RegionChange) -> None:
    if change.changed_on > dt.datetime.now(dt.UTC).date():
        raise CatalogueError("region_change_future", code=change.from_code, day=change.changed_on)
    for code in (change.from_code, change.to_code):
        if not _VILLAGE.fullmatch(code) or code[:8] not in regions():
            raise CatalogueError("region_change_unknown", code=code)


def _change(line: int, row: Mapping[str, str]) -> RegionChange:
    try:
        day, *texts = (row[name].strip() for name in RegionChange._fields)
        change = RegionChange(dt.date.fromisoformat(day), *texts)
    except (KeyError, AttributeError, TypeError, ValueError):
        raise CatalogueError("region_change_malformed", line=line) from None
    if not all(change[1:]):
        raise CatalogueError("region_change_malformed", line=line)
    return change
