"""Villages and districts that were renamed, given another code, split or merged: what changed when, and so what a code stood for.

The list is `reference/region_changes.csv`, a line for each region that gave to another of its level: one renamed is a line from
its code to the same code, one split is a line to each part, those merged have a line each. A district's villages that get another
code have lines of their own. Nothing is worked out from likeness of names. What the warehouse does with it is not decided here
(`load/region_history.py`).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from expectations.catalogue import CatalogueError
from expectations.regions import Region, regions

ALWAYS = dt.date(2000, 1, 1)
"""From when regions of the region list count as they are."""

_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}(\.\d{4})?")
_DISTRICT, _REGENCY = len("35.02.18"), len("35.02")


class RegionChange(NamedTuple):
    """On this day the region with the one code and name gave to that with the other. `basis` is the regulation."""

    changed_on: dt.date
    from_code: str
    from_name: str
    to_code: str
    to_name: str
    basis: str


class RegionVersion(NamedTuple):
    """A village or district as it was from one day until before another (None: it still is)."""

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
def changed_regions() -> Mapping[str, Sequence[RegionVersion]]:
    """Versions of every village and district the packaged list speaks of, by code."""
    return region_versions(region_changes())


def changed_of_level(level: str) -> Iterator[tuple[str, Sequence[RegionVersion]]]:
    """Those of one level, village or district."""
    return ((code, versions) for code, versions in changed_regions().items() if level_of(code) == level)


def level_of(code: str) -> str:
    """The level of a code of the list."""
    return "district" if len(code) == _DISTRICT else "village"


def district_of(code: str) -> str:
    """The code of the district a code of the list lies in, or is."""
    return code[:_DISTRICT]


def parent_of(code: str) -> str:
    """The code of the region above a code of the list."""
    return code[:_REGENCY] if level_of(code) == "district" else district_of(code)


def region_versions(changes: Iterable[RegionChange]) -> dict[str, list[RegionVersion]]:
    """What each code of the list stood for when, oldest first.

    Raises CatalogueError for a code no region list knows, a day to come, or a region that would exist twice or not at all.
    """
    listed = sorted(changes)
    codes = sorted({code for change in listed for code in (change.from_code, change.to_code)})
    for change in listed:
        _demand_known_place(change, codes)
    versions = {code: list(_versions(code, listed)) for code in codes}
    for code, own in versions.items():
        if own[0].valid_from == ALWAYS and own[-1].valid_to is None and code not in regions():
            raise CatalogueError("region_change_unknown", code=code)
    return versions


def region_last_known(code: str) -> Region | None:
    """The region of a code as last known, of the region list or of the list of changes; None for a code of neither."""
    if code in changed_regions():
        return Region(code, changed_regions()[code][-1].name, level_of(code), parent_of(code))
    return regions().get(code)


def existed_in(code: str, month: dt.date) -> bool:
    """Whether there was a region of this code on the first of the month."""
    versions = changed_regions().get(code)
    return versions is None or any(version.held_in(month) for version in versions)


def _versions(code: str, changes: Sequence[RegionChange]) -> Iterator[RegionVersion]:
    since: dt.date | None = None
    name = ""
    for number, (day, before, after) in enumerate(_days(code, changes)):
        if number == 0 and before is not None:
            since, name = ALWAYS, before
        if (since is not None) != (before is not None) or (before is not None and before != name) or day == since:
            raise CatalogueError("region_change_contradiction", code=code, day=day)
        if since is not None and after != name:
            yield RegionVersion(code, name, since, day)
        if after != name:
            since, name = (day, after) if after is not None else (None, "")
    if since is not None:
        yield RegionVersion(code, name, since, None)


def _days(code: str, changes: Sequence[RegionChange]) -> Iterator[tuple[dt.date, str | None, str | None]]:
    """Days on which something changed for a code, with its name before and after; None: there was no such region."""
    for day in sorted({change.changed_on for change in changes if code in (change.from_code, change.to_code)}):
        that_day = [change for change in changes if change.changed_on == day]
        before = {change.from_name for change in that_day if change.from_code == code}
        after = {change.to_name for change in that_day if change.to_code == code}
        if len(before) > 1 or len(after) > 1:
            raise CatalogueError("region_change_contradiction", code=code, day=day)
        yield day, next(iter(before), None), next(iter(after), None)


def _demand_known_place(change: RegionChange, listed: Collection[str]) -> None:
    if change.changed_on > dt.datetime.now(dt.UTC).date():
        raise CatalogueError("region_change_future", code=change.from_code, day=change.changed_on)
    for code in (change.from_code, change.to_code):
        known = parent_of(code) in regions() or parent_of(code) in listed
        if not (_CODE.fullmatch(code) and known and level_of(code) == level_of(change.from_code)):
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
