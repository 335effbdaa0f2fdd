"""The length of a contract in months, read with its unit only: "2 th" and "24 bln" are 24.

A bare "2" may be two years or two months, so it is withheld.
"""

from __future__ import annotations

import re
from decimal import Decimal

from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("2 th", 24),
    ("24 bln", 24),
    ("2 tahun", 24),
    ("3 Thn", 36),
    ("36bulan", 36),
    ("2 (dua) tahun", 24),
    ("1,5 tahun", 18),
    ("2 th 6 bln", 30),
    ("1 tahun dan 3 bulan", 15),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("2", "duration_without_unit"),
    (24.0, "duration_without_unit"),
    ("90 hari", "duration_unreadable"),
    ("24 bulan (2 tahun)", "duration_unreadable"),
    ("dua tahun", "duration_unreadable"),
    ("1,3 tahun", "not_whole_number"),
)
_AMOUNT = r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(?:\([a-z ]+\)\s*)?"
_YEARS = rf"{_AMOUNT}(?:tahun|thn|th|years?|yrs?)\.?"
_MONTHS = rf"{_AMOUNT}(?:bulan|bln|bl|months?)\.?"
_DURATION = re.compile(rf"(?:{_YEARS})?[\s,+]*(?:dan\s+)?(?:{_MONTHS})?", re.IGNORECASE)
_BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


def parse(raw: Raw) -> Parsed:
    """Whole months."""
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING
    if _BARE.fullmatch(text):
        return refused("duration_without_unit")
    found = _DURATION.fullmatch(text)
    if found is None or found.group(1) is found.group(2) is None:
        return refused("duration_unreadable")
    years, months = (Decimal((part or "0").replace(",", ".")) for part in found.groups())
    total = years * 12 + months
    return Parsed(int(total)) if total == int(total) else refused("not_whole_number")
