"""Numbers that may have decimals. `1.250` is a thousand or one and a quarter, and only its neighbours can tell.

`decide_decimal_mark` reads the neighbours; `reader_with` then reads the column. Alone, such a number is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from transform.values.number_tokens import DecimalMark, Numeral, decimal_mark, decimal_numeral, read_number
from transform.values.parsed import Parsed, Raw, refused

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("12,5", Decimal("12.5")),
    ("12.5", Decimal("12.5")),
    ("1.250.000", Decimal(1_250_000)),
    ("1.250,75", Decimal("1250.75")),
    ("0,728", Decimal("0.728")),
    ("-3,5", Decimal("-3.5")),
    (1.25, Decimal("1.25")),
    (12, Decimal(12)),
    ("n/a", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("1.250", "number_ambiguous"),
    ("1,250", "number_ambiguous"),
    ("2,50.000", "number_ambiguous"),
    ("lumayan", "not_a_number"),
    (1e300, "number_too_large"),
)
_LIMIT = 10**15
_NUMERAL = re.compile(r"[0-9][0-9.,]*[0-9]")


def parse(raw: Raw) -> Parsed:
    """The number as Decimal, read without its neighbours."""
    return _read(raw, decimal_numeral)


def reader_with(mark: DecimalMark) -> Callable[[Raw], Parsed]:
    """A reader for a column whose decimal mark is known."""
    return partial(_read, numeral=partial(decimal_numeral, mark=mark))


def decide_decimal_mark(raws: Iterable[Raw]) -> DecimalMark | None:
    """The decimal mark the texts of a column prove; None where none does or two contradict each other."""
    numerals = (_NUMERAL.search(raw) for raw in raws if isinstance(raw, str))
    proven = {decimal_mark(found.group()) for found in numerals if found} - {None}
    return proven.pop() if len(proven) == 1 else None


def _read(raw: Raw, numeral: Numeral) -> Parsed:
    number = read_number(raw, numeral)
    too_large = number.value is not None and abs(number.value) > _LIMIT
    return refused("number_too_large", limit=_LIMIT) if too_large else number
