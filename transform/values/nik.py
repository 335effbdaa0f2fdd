"""The national identity number (NIK): sixteen digits, withheld where one is lost, missing or invented.

Its parts tell where and for whom it was first issued (dukcapil: six digits of region, DDMMYY with DD + 40 for a woman, four of
serial). It never changes, not even when a person moves or a birth date is corrected, so the functions here serve warnings and
withhold nothing.
"""

from __future__ import annotations

import datetime as dt

from transform.values.parsed import Parsed, Raw
from transform.values.sixteen_digits import read_sixteen_digits

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("3502035310889258", "3502035310889258"),
    ("'3502034811989834", "3502034811989834"),
    ("35.0203.481198.9834", "3502034811989834"),
    ("3502 0363 0301 9423 ", "3502036303019423"),
    ("\u00a03502034306029463", "3502034306029463"),
    ("３５０２０３６１０４８３９８５１", "3502036104839851"),
    ("35020363\u200b03019423", "3502036303019423"),
    ("–", None),
    ("", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    (3502104509819750.0, "nik_precision_lost"),
    (3502104509819750, "nik_precision_lost"),
    ("3,50218E+15", "nik_precision_lost"),
    ("3.502.104.509.819.750", "nik_precision_lost"),
    ("3502104509819750.0", "nik_precision_lost"),
    ("350203670229626", "nik_length"),
    ("35020363117899343", "nik_length"),
    (350203670229626.0, "nik_length"),
    ("35022O1909029255", "nik_invalid"),
    (-3502104509819750.0, "nik_invalid"),
    ("0", "nik_placeholder"),
    (0.0, "nik_placeholder"),
    ("9999999999999999", "nik_placeholder"),
    ("1234567890123456", "nik_placeholder"),
)
_WOMAN = 40


def parse(raw: Raw) -> Parsed:
    """The sixteen digits as text."""
    return read_sixteen_digits(raw, "nik")


def district_code(nik: str) -> str:
    """The Kemendagri code of the district where a sixteen-digit NIK was first issued ("35.02.03")."""
    return f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"


def sex(nik: str) -> str | None:
    """L or P by the day part of a sixteen-digit NIK; None where the day is none (00, 32-40, above 71)."""
    day = int(nik[6:8])
    if 1 <= day <= 31:
        return "L"
    return "P" if 1 <= day - _WOMAN <= 31 else None


def agrees_with_birth(nik: str, birth_date: dt.date) -> bool:
    """Whether day, month and the two digits of the year in a sixteen-digit NIK are those of the birth date."""
    day = int(nik[6:8])
    return (day - _WOMAN if day > _WOMAN else day, nik[8:12]) == (birth_date.day, f"{birth_date:%m%y}")
