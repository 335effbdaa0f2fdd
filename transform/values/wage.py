"""A monthly wage with its currency in one cell: "HK$ 4.870", "NT 26.400", "Rp 5.000.000,-".

Answers two `Parsed`, amount and ISO 4217 code. A bare wage has no code, and neither has one whose amount is withheld. No currency
but those of `currency.THREE_DECIMALS` has three decimals, so a mark before exactly three digits groups thousands: "1.900" is
1900, while "KWD 120.500" is withheld.
"""

from __future__ import annotations

import re
from decimal import Decimal

from transform.values import currency
from transform.values.number_tokens import decimal_numeral, may_be_a_misread_group, money_numeral, read_number
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, tuple[object, object]], ...] = (
    ("HK$ 4.870", (Decimal(4870), "HKD")),
    ("NT 26.400", (Decimal(26400), "TWD")),
    ("NT$ 23.300", (Decimal(23300), "TWD")),
    ("TWD\u00a020.900", (Decimal(20900), "TWD")),
    ("RM1.900", (Decimal(1900), "MYR")),
    ("S$ 650", (Decimal(650), "SGD")),
    ("Rp 5.000.000,-", (Decimal(5_000_000), "IDR")),
    ("Rp. 2,5 juta", (Decimal(2_500_000), "IDR")),
    ("EUR 900", (Decimal(900), "EUR")),
    ("KRW 2.585.280", (Decimal(2_585_280), "KRW")),
    ("HKD 5,410 / bulan", (Decimal(5410), "HKD")),
    ("1.900 ringgit", (Decimal(1900), "MYR")),
    ("KWD 200", (Decimal(200), "KWD")),
    ("KWD 120,5", (Decimal("120.5"), "KWD")),
    (1900.0, (Decimal(1900), None)),
    ("2.664.280", (Decimal(2_664_280), None)),
    ("4.950", (Decimal(4950), None)),
    ("-", (None, None)),
    ("HK$ -", (None, None)),
    ("Rp.", (None, None)),
)
REFUSED: tuple[tuple[Raw, tuple[str | None, str | None]], ...] = (
    ("$ 500", ("currency_unknown", None)),
    ("XYZ 500", ("currency_unknown", None)),
    ("KWD 120.500", ("number_ambiguous", None)),
    ("HK$ 4.87.0", ("number_ambiguous", None)),
    (4.87, ("number_ambiguous", None)),
    ("cukup", ("not_a_number", None)),
    ("RM -500", ("negative_number", None)),
    (1e14, ("number_too_large", None)),
)
_LIMIT = 10**12
_CURRENCY_FIRST = re.compile(r"([^0-9\s(+\-−–][^0-9(+\-−–]*?)\s*(?=[0-9(+\-−–])")
_CURRENCY_LAST = re.compile(r"(?<=[0-9\-])\s*([^0-9\s.,\-/][^0-9/]{0,40}?)\s*(?:/|per\b|$)")


def parse(raw: Raw) -> tuple[Parsed, Parsed]:
    """(amount as Decimal, currency code)."""
    written, sign = _split(unquoted(raw)) if isinstance(raw, str) else (raw, "")
    code = currency.code_of(sign) if sign else None
    if sign and code is None:
        return refused("currency_unknown"), MISSING
    amount = _amount(written, code)
    return amount, MISSING if code is None or amount.value is None else Parsed(code)


def _split(text: str) -> tuple[str, str]:
    """Amount and currency as written, the currency before or behind."""
    if says_nothing(text) or currency.code_of(text):
        return "", ""
    if first := _CURRENCY_FIRST.match(text):
        return text[first.end() :], first.group(1)
    last = _CURRENCY_LAST.search(text)
    if last and currency.code_of(last.group(1)):
        return text[: last.start()] + " " + text[last.end(1) :].strip(), last.group(1)
    return text, ""


def _amount(written: Raw, code: str | None) -> Parsed:
    if may_be_a_misread_group(written):
        return refused("number_ambiguous")
    amount = read_number(written, decimal_numeral if code in currency.THREE_DECIMALS else money_numeral)
    if amount.value is None:
        return amount
    if amount.value < 0:
        return refused("negative_number")
    return refused("number_too_large", limit=_LIMIT) if amount.value > _LIMIT else amount
