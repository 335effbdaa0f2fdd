"""Changed regions with the name their district bore: a village of a district that was renamed stands under its name of that time.

What changed is told (`region_changes.py`); this only lays the versions of villages and of their districts over each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from expectations.catalogue import CatalogueError
from expectations.region_changes import ALWAYS, RegionChange, RegionVersion, district_of, level_of, region_versions
from expectations.regions import inside, regions


class PlacedVersion(NamedTuple):
    """A version of a village or district with the name of its district then; of a district that is its own."""

    code: str
    name: str
    district_name: str
    valid_from: dt.date
    valid_to: dt.date | None


def placed_versions(changes: Iterable[RegionChange], earlier: Collection[str] = ()) -> list[PlacedVersion]:
    """The versions of all changed regions and of the villages of changed districts.

    Codes of an `earlier` list that no change speaks of any more are again as the region list has them. Raises CatalogueError for
    a list that contradicts itself, also where a village would be left without a district.
    """
    versions = region_versions(changes)
    listed = {code for code in _with_villages({*versions, *earlier}) if code in versions or code in regions()}
    return [placed for code in sorted(listed) for placed in _placed(code, versions)]


def _with_villages(codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        yield code
        if level_of(code) == "district":
            yield from (region.code for region in inside(code, "village"))


def _placed(code: str, versions: Mapping[str, Sequence[RegionVersion]]) -> Iterator[PlacedVersion]:
    """Each version of a region cut where its district changed."""
    districts = _own(district_of(code), versions)
    for version in _own(code, versions):
        day: dt.date | None = version.valid_from
        for district in districts:
            since, until = max(version.valid_from, district.valid_from), _earlier(version.valid_to, district.valid_to)
            if until is None or since < until:
                _demand_district(code, day, since)
                yield PlacedVersion(code, version.name, district.name, since, until)
                day = until
        _demand_district(code, day, version.valid_to)


def _own(code: str, versions: Mapping[str, Sequence[RegionVersion]]) -> Sequence[RegionVersion]:
    return versions.get(code) or [RegionVersion(code, regions()[code].name, ALWAYS, None)]


def _earlier(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _demand_district(code: str, day: dt.date | None, covered_from: dt.date | None) -> None:
    """A village that goes on from a day on has a district from that day on."""
    if day != covered_from:
        raise CatalogueError("region_change_contradiction", code=code, day=day)
