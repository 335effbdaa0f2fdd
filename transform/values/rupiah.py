"""Amounts in whole rupiah: "Rp 1.500.000,-", "1,5 juta", "(1.250.000)".

Negative amounts are read, for a surplus may be a loss; the contract says where none may stand. A float like 1.25 is withheld: a
program may have made it of "1.250".
"""

from __future__ import annotations

import re

from transform.values.parsed import MISSING, Parsed, Raw
from transform.values.whole_numbers import read_whole
from transform.values.written import unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("Rp 1.500.000,-", 1_500_000),
    ("Rp. 2.600.000", 2_600_000),
    ("Rp2.000.000,00", 2_000_000),
    ("Rp 1.500.000 .-", 1_500_000),
    ("64.900.000,00", 64_900_000),
    ("1,500,000", 1_500_000),
    ("900.000", 900_000),
    ("1.250", 1250),
    (5_000_000.0, 5_000_000),
    ("1,5 juta", 1_500_000),
    ("Rp 15,4 jt", 15_400_000),
    ("32,7 juta", 32_700_000),
    ("250 ribu", 250_000),
    ("2 milyar", 2_000_000_000),
    ("1.500.000/bulan", 1_500_000),
    ("(1.250.000)", -1_250_000),
    ("(Rp 1.250.000)", -1_250_000),
    ("-Rp 1.250.000", -1_250_000),
    ("Rp -1.250.000", -1_250_000),
    ("-1.250.000", -1_250_000),
    (0.0, 0),
    ("Rp -", None),
    ("Nihil", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("1.500.00", "number_ambiguous"),
    ("2,50.000", "number_ambiguous"),
    ("1.250,00.000", "number_ambiguous"),
    ("7.5000.000", "number_ambiguous"),
    ("1.500 juta", "number_ambiguous"),
    (1.25, "number_ambiguous"),
    ("1.500.000-", "number_ambiguous"),
    ("sudah lunas", "not_a_number"),
    ("2 juta per kelompok", "not_a_number"),
    ("1,5", "not_whole_number"),
    (1500000.5, "not_whole_number"),
    (1e18, "number_too_large"),
)
# How most amounts are written; the others take the long way.
_USUAL = re.compile(r"(?:Rp\.? ?)?([1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})(?:,-)?")
_RUPIAH = re.compile(r"\b(?:rp\.?|idr)\s*", re.IGNORECASE)
# Beyond this a spreadsheet no longer keeps every digit.
_LIMIT = 10**15


def parse(raw: Raw) -> Parsed:
    """The amount as int, in rupiah."""
    if not isinstance(raw, str):
        return read_whole(raw, _LIMIT)
    if usual := _USUAL.fullmatch(raw):
        return Parsed(int(usual.group(1).replace(".", "")))
    amount = _RUPIAH.sub("", unquoted(raw), count=1).strip()
    return read_whole(amount, _LIMIT) if amount else MISSING
