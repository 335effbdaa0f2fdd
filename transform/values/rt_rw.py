"""The number of a neighbourhood (RT) or of a group of them (RW): "02", "005", 4.0, "RT 02" -> 2, 5, 4, 2.

Both at once ("02/01") belongs in the joined column (`rt_and_rw`); 0 is no neighbourhood. A date cell is "02/01" that the
spreadsheet changed, and which of the two numbers came first can no longer be seen.
"""

from __future__ import annotations

import datetime as dt
import re

from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("02", 2),
    (4.0, 4),
    ("005", 5),
    ("'007", 7),
    ("RT 02", 2),
    ("RW.03", 3),
    ("RT02", 2),
    ("９", 9),
    ("-", None),
    ("", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("02/01", "rt_rw_unreadable"),
    (0.0, "rt_rw_unreadable"),
    ("000", "rt_rw_unreadable"),
    (2.5, "rt_rw_unreadable"),
    ("Krajan", "rt_rw_unreadable"),
    (1234.0, "rt_rw_unreadable"),
    (dt.date(2026, 1, 2), "rt_rw_unreadable"),
    (True, "rt_rw_unreadable"),
)
_NUMBER = re.compile(r"(?:r[tw]\s*[.:/]?\s*)?0*([1-9][0-9]{0,2})", re.IGNORECASE)


def parse(raw: Raw) -> Parsed:
    """The number, 1 to 999."""
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING
    found = _NUMBER.fullmatch(text)
    return Parsed(int(found.group(1))) if found else refused("rt_rw_unreadable")
