"""The hamlet without the word for hamlet: "Dusun X", "Dsn X" and "Dk. X" are X.

Village forms write the word or leave it out, even within one sheet; OpenSID's imports also carry "_" for a space. Case stays.
"""

from __future__ import annotations

import re

from transform.values.parsed import MISSING, Parsed, Raw
from transform.values.written import says_nothing, written

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("Dusun Krajan", "Krajan"),
    ("DSN. NGASEM", "NGASEM"),
    ("Dk. Sambi", "Sambi"),
    ("Dsn.Kidul", "Kidul"),
    ("DUKUH_KRAJAN", "KRAJAN"),
    ("Krajan", "Krajan"),
    ("Dukuhan", "Dukuhan"),
    ("Dusun -", None),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = ()
_PREFIX = re.compile(r"^(?:(?:dusun|dsn|dukuh|dkh|dk)(?:\s*[.:]\s*|\s+|$))+", re.IGNORECASE)


def parse(raw: Raw) -> Parsed:
    """The hamlet's own name."""
    name = _PREFIX.sub("", written(raw).replace("_", " ").strip())
    return MISSING if says_nothing(name) else Parsed(name)
