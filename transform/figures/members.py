"""Who or what a published number is about: labels as printed, joined to codes where the label leaves no doubt.

A label that no list knows keeps its text and gets no code. A regency name that a Kabupaten and a Kota share ("Malang") gets
a code only where its table decides which one is meant (rules.md 24).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from expectations.codes import countries
from expectations.labels import RAISED, letters, plain, tidy
from expectations.regions import Region, bare_regency_name, iter_regions
from transform.figures.vocabulary import labels_of, remainders
from transform.values.occupation import isco

REMAINDER = "OTHER"
CLOSED = (
    "sex", "sector", "employer_type", "procedural", "case_status", "marital_status", "education",
    "region_block", "scheme", "channel", "return_category", "complaint_type",
)  # fmt: skip
LISTED = (*CLOSED, "country", "province", "regency")
"""Breakdowns whose members are known by name."""
_PLACES = frozenset({"country", "province", "regency"})
_SHORTEST_PLACE = 5
CONFORMED = {
    "country": "country_iso3",
    "province": "region_code",
    "regency": "region_code",
    "sex": "sex",
    "sector": "sector",
    "employer_type": "employer_type",
    "education": "education",
    "marital_status": "marital_status",
    "occupation": "occupation",
    "scheme": "scheme",
    "region_block": "region_block",
    "complaint_type": "complaint_type",
    "procedural": "procedural",
    "channel": "channel",
    "case_status": "case_status",
}
"""Breakdown -> conformed column of bp2mi_figures."""

_FOOTNOTE = re.compile(rf"(?i)(?:\s*(?:\*+\)?|\(\s*(?:data |angka )?sementara\s*\)|[†‡]|\b\d\)|[{RAISED}]+\)?))+$")
_KIND = re.compile(r"^(kabupaten|kab|kota adm|kota)\b\.?\s*", re.IGNORECASE)
_ENUMERATED = re.compile(r"^\(?(?:[a-zA-Z]|\d{1,2}|[ivxIVX]{1,4})[.)]\s+")
_NOISE = re.compile(r"\b(?:tki|pmi|cpmi|sektor|lulusan|tamat)\b", re.IGNORECASE)


class Surroundings(NamedTuple):
    """What a table says about its regency names: kinds written with names, and the province written beside a label."""

    cities: frozenset[str] = frozenset()
    says_regency: bool = False
    only_cities_marked: bool = False


def printed_label(text: str) -> str:
    """The label without footnote marks and doubled spaces, otherwise as printed."""
    return _FOOTNOTE.sub("", tidy(text)).strip()


def is_marked(text: str) -> bool:
    """Whether a head, label or number carries a footnote star or says itself that it is provisional."""
    return "*" in text or bool(re.search(r"(?i)\bsementara\b", text))


def code_of(dimension: str, label: str, surroundings: Surroundings | None = None, province: str | None = None) -> str | None:
    """The code of a label in this breakdown, or None where it is unknown or could mean two."""
    label = _ENUMERATED.sub("", label)
    if dimension == "country":
        return _country(label)
    if plain(label) in remainders():
        return labels_of(dimension).get(plain(label), REMAINDER)
    if dimension == "province":
        return _provinces().get(letters(label)) or _provinces().get(letters(re.sub(r"(?i)^prov(insi|\.)?\s", "", label)))
    if dimension == "regency":
        return _regency(label, surroundings or Surroundings(), province)
    if dimension == "occupation":
        return tidy(label)
    known = labels_of(dimension)
    return known.get(plain(label)) or known.get(plain(_NOISE.sub("", label))) or known.get(plain(label.split("(")[0]))


def resolves(dimension: str, label: str) -> bool:
    """Whether the label is a known member of the breakdown; every name is a possible occupation, so none is known as one."""
    if plain(label) in remainders() or dimension == "occupation":
        return False
    if dimension == "regency":
        return bool(_regencies().get(letters(_KIND.sub("", label))))
    return code_of(dimension, label) is not None


def runs_together(dimension: str, label: str) -> bool:
    """Whether a word of a place nobody knows holds the name of one somebody knows, and more: "SAUDITAIWANHONG"."""
    if dimension not in _PLACES or resolves(dimension, label):
        return False
    parts = (word[begin:end] for word in label.split() for begin, end in combinations(range(len(word) + 1), 2))
    return any(len(part) >= _SHORTEST_PLACE and resolves(dimension, part) for part in parts if part not in label.split())


def is_remainder(label: str) -> bool:
    """Whether the label is the rest of a list."""
    return plain(label) in remainders()


def surroundings_of(labels: Iterable[str], heading: str) -> Surroundings:
    """How a table writes its regencies, from all its labels and the head of their column."""
    kinds = [(match[1].casefold(), letters(_KIND.sub("", label))) for label in labels if (match := _KIND.match(label.strip()))]
    cities = frozenset(name for kind, name in kinds if kind.startswith("kota"))
    says_regency = bool(re.fullmatch(r"(?i)\W*(nama\s+)?kab(upaten|\.)?(\s+asal)?\W*", heading))
    return Surroundings(cities, says_regency, bool(cities) and len(cities) == len(kinds))


def conform(members: Mapping[str, str], codes: Mapping[str, str | None]) -> dict[str, Any]:
    """`members` and the conformed columns of a figure."""
    columns: dict[str, Any] = dict.fromkeys(CONFORMED.values())
    for dimension in sorted(members, key=("province", "regency").__contains__):
        if (column := CONFORMED.get(dimension)) and codes.get(dimension) is not None:
            columns[column] = codes[dimension]
    listed = {name: {"label": label, "code": codes.get(name)} for name, label in members.items()}
    return {"members": listed, **columns, "occupation_isco": _certain_isco(members.get("occupation"))}


def _certain_isco(label: str | None) -> str | None:
    """The ISCO-08 code of an occupation whose label names its unit group. It is no member: two labels may share a code."""
    found = isco(label) if label else None
    return found.code if found and found.confidence == "high" else None


def _country(label: str) -> str | None:
    known = countries()
    return known.code(label) or known.code(label.split("(")[0]) or (REMAINDER if plain(label) in remainders() else None)


def _regency(label: str, table: Surroundings, province: str | None) -> str | None:
    """Narrowed by the written kind, the province beside the label, and what the table says of its other names."""
    kind = _KIND.match(label.strip())
    name = letters(_KIND.sub("", label.strip()))
    options = [region for region in _regencies().get(name, ()) if province is None or region.code.startswith(f"{province}.")]
    if kind:
        options = [region for region in options if region.name.startswith("Kota ") == kind[1].casefold().startswith("kota")]
    elif len(options) > 1 and (table.says_regency or table.only_cities_marked or name in table.cities):
        options = [region for region in options if not region.name.startswith("Kota ")]
    return options[0].code if len(options) == 1 else None


@cache
def _large_regions() -> tuple[Region, ...]:
    return tuple(region for region in iter_regions() if region.level in ("province", "regency"))


@cache
def _provinces() -> Mapping[str, str]:
    official = {letters(region.name): region.code for region in _large_regions() if region.level == "province"}
    return official | {letters(label): code for label, code in labels_of("province").items()}


@cache
def _regencies() -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in _large_regions():
        if region.level == "regency":
            found.setdefault(letters(bare_regency_name(region.name).removeprefix("Administrasi ")), []).append(region)
    return {name: tuple(regions) for name, regions in found.items()}
