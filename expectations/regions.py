"""Indonesia's administrative regions: codes and names of Kepmendagri 300.2.2-2430/2025.

Codes are text ("35.02.18.2015"); province, regency, district and village nest by their prefix. Names that occur twice in a
regency are kept apart by district. Matching of what a village wrote is not done here (`transform/villages.py`).
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from expectations.labels import letters


class Region(NamedTuple):
    """One region. `level` is province, regency, district or village."""

    code: str
    name: str
    level: str
    parent_code: str


def iter_regions() -> Iterator[Region]:
    """All 91,599 regions in code order, read from the packaged list."""
    packed = files("expectations").joinpath("reference", "regions.csv.gz").read_bytes()
    rows = csv.reader(io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(packed)), encoding="utf-8"))
    next(rows)
    for code, name, level, parent in rows:
        yield Region(code, name, level, parent)


@cache
def regions() -> Mapping[str, Region]:
    """All regions by code."""
    return {region.code: region for region in iter_regions()}


@cache
def regencies_by_name() -> Mapping[str, tuple[str, ...]]:
    """Regency codes by name in letters only, without "Kabupaten"/"Kota"; a bare name may mean two ("malang")."""
    found: dict[str, list[str]] = {}
    for region in regions().values():
        if region.level == "regency":
            found.setdefault(letters(bare_regency_name(region.name)), []).append(region.code)
    return {name: tuple(codes) for name, codes in found.items()}


def bare_regency_name(name: str) -> str:
    """The name without its kind: "Kabupaten Ponorogo" -> "Ponorogo"."""
    for kind in ("Kabupaten ", "Kota "):
        if name.startswith(kind):
            return name[len(kind) :]
    return name


@cache
def inside(parent_code: str, level: str) -> tuple[Region, ...]:
    """Regions of one level whose code begins with the parent's."""
    prefix = parent_code + "."
    return tuple(region for region in regions().values() if region.level == level and region.code.startswith(prefix))


@cache
def village_aliases() -> Mapping[tuple[str, str], str]:
    """Reviewed further spellings: (district code, alias in letters) -> village code."""
    text = files("expectations").joinpath("reference", "village_aliases.csv").read_text(encoding="utf-8")
    return {(row["district_code"], letters(row["alias"])): row["village_code"] for row in csv.DictReader(io.StringIO(text))}
