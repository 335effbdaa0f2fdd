"""What a title confines its whole table to: "Kabupaten Ponorogo", "PMI Perempuan", "ke Taiwan", "G to G".

Such a table's total is no national total. The confinement is no member (no row or head says it), but it fills the conformed
columns and keeps the table's sums apart from those of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from transform.figures.members import CONFORMED, code_of
from transform.figures.vocabulary import member_lists, words_of

_PLACE = re.compile(r"(?i)\b(kabupaten|kab\.?|kota|provinsi|prov\.?|asal|di|ke|negara)\s+(?=((?:[a-z.]+\s*){1,3}))")
_BY_LABEL = ("sector", "sex", "scheme", "procedural", "employer_type")
_SHORTEST = 4
"""Letters a label must have to be looked for in a title: "L" and "P" stand for too much."""


def confinement(title: str, broken_down: Set[str]) -> tuple[tuple[str, str], ...]:
    """(conformed column, code) pairs the title fixes; nothing for a breakdown the table itself has."""
    found: dict[str, str] = {}
    if not broken_down & {"province", "regency"} and (region := _only(_regions(title))):
        found["region_code"] = region
    elif "regency" in broken_down and (province := _only(code for code in _regions(title) if len(code) == 2)):
        found["region_code"] = province
    if "country" not in broken_down and (country := _only(_countries(title))):
        found["country_iso3"] = country
    for dimension in _BY_LABEL:
        if dimension not in broken_down and (code := _only(_named(title, dimension))):
            found[CONFORMED[dimension]] = code
    if {"scheme", "employer_type"} <= found.keys():
        del found["employer_type"]
    return tuple(found.items())


def _only(codes: Iterator[str]) -> str | None:
    """The code when there is exactly one."""
    distinct = set(codes)
    return distinct.pop() if len(distinct) == 1 else None


def _names(match: re.Match[str]) -> list[str]:
    """One to three words behind a word of place, the longest first."""
    words = match[2].split()
    return [" ".join(words[:length]) for length in range(len(words), 0, -1)]


def _regions(title: str) -> Iterator[str]:
    for match in _PLACE.finditer(title):
        kind = match[1].casefold()
        prefix = "Kota " if kind == "kota" else "Kabupaten " if kind.startswith("kab") else ""
        codes = (_region(name, prefix) for name in _names(match))
        yield from (code for code in [next(filter(None, codes), None)] if code)


@cache
def _region(name: str, prefix: str) -> str | None:
    return (None if prefix else code_of("province", name)) or code_of("regency", f"{prefix}{name}")


def _countries(title: str) -> Iterator[str]:
    for match in _PLACE.finditer(title):
        if match[1].casefold() in ("ke", "di", "negara"):
            codes = (code_of("country", name) for name in _names(match))
            yield from (code for code in [next(filter(None, codes), None)] if code and code != "OTHER")


def _named(title: str, dimension: str) -> Iterator[str]:
    """Codes whose label stands in the title, longer labels hiding the shorter ones inside them."""
    hay = f" {words_of(title)} "
    pairs = [(words_of(label), code) for code, labels in member_lists()[dimension].items() for label in labels]
    for label, code in sorted(pairs, key=lambda pair: -len(pair[0])):
        if len(label) >= _SHORTEST and f" {label} " in hay:
            hay = hay.replace(f" {label} ", " | ")
            yield code
