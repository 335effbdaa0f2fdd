"""Free text: names, places, remarks. Kept as written apart from white space, full-width and invisible characters.

A person's name is nobody's to correct: case, titles and spelling stay. Only "nothing here" becomes missing.
"""

from __future__ import annotations

import datetime as dt

from transform.values.parsed import MISSING, Parsed, Raw
from transform.values.written import says_nothing, written

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("Binti Mu'awanah", "Binti Mu'awanah"),
    ("  Sri  Binti\u00a0Fatimah ", "Sri Binti Fatimah"),
    ("ＰＴ Karya\u200b", "PT Karya"),
    (12.0, "12"),
    ("001", "001"),
    (dt.date(2026, 10, 5), "2026-10-05"),
    ("Nihil", None),
    ("–", None),
    ("#REF!", None),
    (None, None),
)
REFUSED: tuple[tuple[Raw, str], ...] = ()


def parse(raw: Raw) -> Parsed:
    """The text as written, tidied."""
    text = written(raw)
    return MISSING if says_nothing(text) else Parsed(text)
