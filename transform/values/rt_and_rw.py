"""RT and RW written in one column: "02/01", "RT 02 RW 01".

The value is (RT, RW). Without its word a lone number is not known to be the one or the other. A fault in one withholds both,
since they share the cell.
"""

from __future__ import annotations

import re

from transform.values import rt_rw
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("02/01", (2, 1)),
    ("002 / 001", (2, 1)),
    ("RT 02 RW 01", (2, 1)),
    ("RT.02/RW.01", (2, 1)),
    ("RW 01 / RT 02", (2, 1)),
    ("RT 5", (5, None)),
    ("03/-", (3, None)),
    ("-", None),
    ("-/-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("02", "rt_rw_unreadable"),
    (2.0, "rt_rw_unreadable"),
    ("1/2/3", "rt_rw_unreadable"),
    ("00/01", "rt_rw_unreadable"),
    ("Krajan", "rt_rw_unreadable"),
)
_PAIR = re.compile(r"([^/\\-]+|-)[/\\-]([^/\\-]+|-)")
_NAMED = re.compile(r"\b(r[tw])\b\s*[.:]?\s*([^\s/\\,-]+|-)", re.IGNORECASE)


def parse(raw: Raw) -> Parsed:
    """(RT, RW)."""
    text = unquoted(raw)
    if says_nothing(text.replace("/", "")):
        return MISSING
    named = {which.casefold(): number for which, number in _NAMED.findall(text)}
    pair = _PAIR.fullmatch(text)
    if named:
        return _joined(rt_rw.parse(named.get("rt")), rt_rw.parse(named.get("rw")))
    return _joined(rt_rw.parse(pair.group(1)), rt_rw.parse(pair.group(2))) if pair else refused("rt_rw_unreadable")


def _joined(rt: Parsed, rw: Parsed) -> Parsed:
    return refused("rt_rw_unreadable") if rt.rule or rw.rule else Parsed((rt.value, rw.value))
