"""RT and RW written in one column: "02/01", "RT 02 RW 01".

Answers two `Parsed`, RT first, so that an unreadable one does not take the other with it. Without its words a lone number
is not known to be the one or the other.
"""

from __future__ import annotations

import re

from transform.values import rt_rw
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, tuple[object, object]], ...] = (
    ("02/01", (2, 1)),
    ("002 / 001", (2, 1)),
    ("RT 02 RW 01", (2, 1)),
    ("RT.02/RW.01", (2, 1)),
    ("RT02/RW01", (2, 1)),
    ("RT/RW 02/01", (2, 1)),
    ("RT 02/01", (2, 1)),
    ("RW 01 / RT 02", (2, 1)),
    ("RT 5", (5, None)),
    ("RW 3", (None, 3)),
    ("03/-", (3, None)),
    ("-", (None, None)),
    ("-/-", (None, None)),
)
REFUSED: tuple[tuple[Raw, tuple[str | None, str | None]], ...] = (
    ("02", ("rt_rw_unreadable", "rt_rw_unreadable")),
    (2.0, ("rt_rw_unreadable", "rt_rw_unreadable")),
    ("1/2/3", ("rt_rw_unreadable", "rt_rw_unreadable")),
    ("00/01", ("rt_rw_unreadable", None)),
    ("02.01", ("rt_rw_unreadable", "rt_rw_unreadable")),
    ("Krajan", ("rt_rw_unreadable", "rt_rw_unreadable")),
)
_NUMBER = r"([0-9]+|-)"
_RT, _RW = r"rt[\s.:]*", r"rw[\s.:]*"
_RT_FIRST = re.compile(rf"(?:rt\s*/\s*{_RW})?(?:{_RT})?{_NUMBER}(?:\s*[/\\-]\s*|[\s,/\\-]*{_RW}){_NUMBER}", re.IGNORECASE)
_RW_FIRST = re.compile(rf"{_RW}{_NUMBER}[\s,/\\-]*{_RT}{_NUMBER}", re.IGNORECASE)
_ALONE = re.compile(rf"(?:{_RT}{_NUMBER}|{_RW}{_NUMBER})", re.IGNORECASE)


def parse(raw: Raw) -> tuple[Parsed, Parsed]:
    """(RT, RW)."""
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING, MISSING
    if found := _RT_FIRST.fullmatch(text) or _ALONE.fullmatch(text):
        return rt_rw.parse(found.group(1)), rt_rw.parse(found.group(2))
    if found := _RW_FIRST.fullmatch(text):
        return rt_rw.parse(found.group(2)), rt_rw.parse(found.group(1))
    return refused("rt_rw_unreadable"), refused("rt_rw_unreadable")
