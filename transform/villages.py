"""Which village a written name means.

Names compare on letters only, within a regency, with reviewed aliases. A name that occurs in two districts means nothing
without its district; nothing is matched by likeness (nearest names are offered as suggestions only). Former names, and villages
and districts that are no more, count too: `identity.py` asks whether the village existed in the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from expectations.labels import letters
from expectations.region_changes import changed_of_level, region_last_known
from expectations.regions import Region, inside, regencies_by_name, regions, village_aliases

_FIRST_CITY = 71


@dataclass(frozen=True, slots=True)
class VillageBook:
    """Villages and districts of one regency by name in letters."""

    regency_code: str
    villages: dict[str, tuple[str, ...]]
    districts: dict[str, tuple[str, ...]]

    def village_codes(self, name: str, district_code: str | None = None) -> tuple[str, ...]:
        """Codes of the villages so named, in the district if one is given."""
        codes = self.villages.get(letters(name), ())
        if district_code is None:
            return codes
        return tuple(code for code in codes if code.startswith(district_code + "."))

    def district_codes(self, name: str) -> tuple[str, ...]:
        """Codes of the districts that are or were so named."""
        return self.districts.get(letters(name), ())

    def nearest(self, name: str, limit: int = 3) -> list[str]:
        """Village names like the written one, for a message; never used to decide."""
        from rapidfuzz import process

        known = {letters(region.name): region.name for region in inside(self.regency_code, "village")}
        return [known[match] for match, _, _ in process.extract(letters(name), known.keys(), limit=limit, score_cutoff=70)]


@cache
def village_book(regency_code: str) -> VillageBook:
    """The book of one regency ("35.02"). Raises KeyError for a code that is no regency."""
    if regions()[regency_code].level != "regency":
        raise KeyError(f"{regency_code} is not a regency")
    villages = _names(regency_code, "village")
    for (district_code, alias), code in village_aliases().items():
        if district_code.startswith(regency_code + "."):
            villages.setdefault(alias, []).append(code)
    districts = _names(regency_code, "district")
    return VillageBook(
        regency_code, *({name: tuple(dict.fromkeys(codes)) for name, codes in known.items()} for known in (villages, districts))
    )


def _names(regency_code: str, level: str) -> dict[str, list[str]]:
    """Codes of the regions of a level by each name they bear or bore."""
    named = [(letters(region.name), region.code) for region in inside(regency_code, level)]
    for code, versions in changed_of_level(level):
        if code.startswith(regency_code + "."):
            named += [(letters(version.name), code) for version in versions]
    found: dict[str, list[str]] = {}
    for name, code in dict.fromkeys(named):
        found.setdefault(name, []).append(code)
    return found


def village_of_code(code: str) -> Region | None:
    """The village with this Kemendagri code, dotted or ten digits; None where there is none."""
    region = region_of_code(code)
    return region if region is not None and region.level == "village" else None


def region_of_code(code: str) -> Region | None:
    """The region with this Kemendagri code, dotted or in digits only; None where there is none."""
    digits = code.replace(".", "")
    parts = (digits[:2], digits[2:4], digits[4:6], digits[6:])
    return region_last_known(".".join(filter(None, parts)))


def regency_named(name: str, *, is_city: bool) -> str | None:
    """Code of the Kabupaten or Kota so named: cities are numbered from 71."""
    codes = [code for code in regencies_by_name().get(letters(name), ()) if (int(code[3:]) >= _FIRST_CITY) == is_city]
    return codes[0] if len(codes) == 1 else None
