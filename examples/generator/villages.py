"""Ponorogo's villages, from the reference list the product ships."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LIST = Path(__file__).parents[2] / "expectations" / "reference" / "ponorogo_villages.csv"


@dataclass(frozen=True, slots=True)
class Village:
    """A village with its Kemendagri code ("35.02.18.2015") and district."""

    code: str
    name: str
    district: str
    is_kelurahan: bool

    @property
    def digits(self) -> str:
        """The ten digits of the code."""
        return self.code.replace(".", "")


def letters(name: str) -> str:
    """Letters only, lower case."""
    return re.sub(r"[^a-z]", "", name.lower())


@cache
def all_villages() -> tuple[Village, ...]:
    """All 307 villages, by code."""
    with _LIST.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Village(row["village_code"], row["village_name"], row["district_name"], row["village_type"] != "desa")
            for row in csv.DictReader(lines)
        )


def village(code: str) -> Village:
    """The village with this code. Raises KeyError naming the code."""
    for candidate in all_villages():
        if candidate.code == code:
            return candidate
    raise KeyError(f"no village {code}")


@cache
def twice_named() -> tuple[Village, ...]:
    """Villages whose name occurs in two districts."""
    count = Counter(letters(v.name) for v in all_villages())
    return tuple(v for v in all_villages() if count[letters(v.name)] > 1)


@cache
def plainly_named() -> tuple[Village, ...]:
    """Villages whose name alone says which they are: one village, no district, not part of another name."""
    names = Counter(letters(v.name) for v in all_villages())
    districts = {letters(v.district) for v in all_villages()}

    def is_plain(candidate: Village) -> bool:
        name = letters(candidate.name)
        return (
            names[name] == 1
            and not any(name in other or other in name for other in (names.keys() | districts) - {name})
            and name not in districts
        )

    return tuple(v for v in all_villages() if is_plain(v))
