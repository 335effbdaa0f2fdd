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
    ("RW 01 / RT 02", (2, 1)),
    ("RT 5", (5, None)),
    ("03/-", (3, None)),
    ("-", (None, None)),
    ("-/-", (None, None)),
)
REFUSED: tuple[tuple[Raw, tuple[str | None, str | None]], ...] = (
    ("02", ("rt_rw_unreadable", "rt_rw_unreadable")),
    (2.0, ("rt_rw_unreadable", "rt_rw_unreadable")),
    ("1/2/3", ("rt_rw_unreadable", "rt_rw_unreadable")),
    ("00/01", ("rt_rw_unreadable", None)),
    ("Krajan", ("rt_rw_unreadable", "rt_rw_unreadable")),
)
_PAIR = re.compile(r"([^/\\-]+|-)[/\\-]([^/\\-]+|-)")
_NAMED = re.compile(r"\b(r[tw])\b\s*[.:]?\s*([^\s/\\,-]+|-)", re.IGNORECASE)


def parse(raw: Raw) -> tuple[Parsed, Parsed]:
    """(RT, RW)."""
    text = unquoted(raw)
    if says_nothing(text) or says_nothing(text.replace("/", "")):
        return MISSING, MISSING
    named = {which.casefold(): rt_rw.parse(number) for which, number in _NAMED.findall(text)}
    if named:
        return named.get("rt", MISSING), named.get("rw", MISSING)
    pair = _PAIR.fullmatch(text)
    if pair is None:
        unreadable = refused("rt_rw_unreadable")
        return unreadable, unreadable
    return rt_rw.parse(pair.group(1)), rt_rw.parse(pair.group(2))
