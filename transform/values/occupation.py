"""An occupation: the label as written is the value; ISCO-08 is a reading of it, kept beside with its confidence.

A job title abroad is no code list: an unknown label is kept and has no code. The map is `occupations.csv`; KBJI 2014 shares the
four digits of ISCO-08. Confidence: high, the label names the unit group; medium, its usual meaning does; low, only a wider group.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

from expectations.labels import plain
from transform.values import text
from transform.values.parsed import Parsed, Raw

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("Pekerja Rumah Tangga ", "Pekerja Rumah Tangga"),
    ("Operator  Produksi", "Operator Produksi"),
    ("Penari Balet", "Penari Balet"),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = ()
Confidence = Literal["high", "medium", "low"]


class Isco(NamedTuple):
    """An ISCO-08 code of one to four digits (fewer for a wider group)."""

    code: str
    confidence: Confidence


def parse(raw: Raw) -> Parsed:
    """The label as written."""
    return text.parse(raw)


def isco(label: str) -> Isco | None:
    """The ISCO-08 code of a label, compared without case, punctuation and spacing; None where the map has none."""
    return _map().get(plain(label))


@cache
def _map() -> Mapping[str, Isco]:
    rows = csv.DictReader((files("transform.values") / "occupations.csv").read_text(encoding="utf-8").splitlines())
    return {plain(row["label"]): Isco(row["isco08"], cast(Confidence, row["confidence"])) for row in rows}
