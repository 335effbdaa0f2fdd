"""Counts: whole and not negative. "1.250" is 1250, "12 orang" is 12, "nihil" is missing and never 0."""

from __future__ import annotations

import datetime as dt

from transform.values.parsed import Parsed, Raw, refused
from transform.values.whole_numbers import read_whole

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("12", 12),
    (2021.0, 2021),
    ("1.467", 1467),
    ("1,467", 1467),
    ("1.500.000", 1_500_000),
    ("９", 9),
    ("'8", 8),
    ("12 orang", 12),
    ("1.265 KK", 1265),
    ("2,0", 2),
    (0, 0),
    ("nihil", None),
    ("-", None),
    ("", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("banyak", "not_a_number"),
    ("lihat lampiran", "not_a_number"),
    ("12 atau 13", "not_a_number"),
    ("-2", "negative_number"),
    (-2.0, "negative_number"),
    ("(3)", "negative_number"),
    ("1,5", "not_whole_number"),
    (2.5, "not_whole_number"),
    ("1.500.00", "number_ambiguous"),
    ("12-15", "number_ambiguous"),
    ("1 250", "number_ambiguous"),
    ("12¹", "not_a_number"),
    (dt.date(2026, 10, 5), "not_a_number"),
    (True, "not_a_number"),
    (3e9, "number_too_large"),
)
_LIMIT = 2_147_483_647


def parse(raw: Raw) -> Parsed:
    """The count as int, at most 2,147,483,647 (what an integer column holds)."""
    if isinstance(raw, float) and raw == raw and not raw.is_integer():
        return refused("not_whole_number")
    number = read_whole(raw, _LIMIT)
    return refused("negative_number") if number.value is not None and number.value < 0 else number
