"""A currency as ISO 4217: its code, the sign people write for it, or its name.

"$", "dolar" and "riyal" belong to several currencies and are withheld.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from expectations.labels import tidy
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("HK$", "HKD"),
    ("NT", "TWD"),
    ("NT$", "TWD"),
    ("RM", "MYR"),
    ("S$", "SGD"),
    ("Rp.", "IDR"),
    ("hkd", "HKD"),
    ("Dolar Hong Kong", "HKD"),
    ("Ringgit", "MYR"),
    ("€", "EUR"),
    ("KWD", "KWD"),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("$", "currency_unknown"),
    ("Dolar", "currency_unknown"),
    ("Riyal", "currency_unknown"),
    (12.0, "currency_unknown"),
)
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def parse(raw: Raw) -> Parsed:
    """The ISO 4217 code."""
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING
    code = code_of(text)
    return Parsed(code) if code else refused("currency_unknown")


def code_of(written: str) -> str | None:
    """The code of a written currency, or None."""
    return _codes().get(_key(written))


def _key(written: str) -> str:
    return "".join(tidy(written).casefold().replace(".", "").split())


@cache
def _codes() -> Mapping[str, str]:
    rows = csv.DictReader((files("transform.values") / "currencies.csv").read_text(encoding="utf-8").splitlines())
    return {_key(label): row["code"] for row in rows for label in (row["code"], *row["labels"].split(";")) if label}
