"""Numbers of sixteen digits (NIK, family card) and what spreadsheets do to them.

A spreadsheet keeps fifteen significant digits: a number typed without an apostrophe has lost its last one, and no cleaning
brings it back. OpenSID's users report the other faults: grouping dots, invisible characters, one dummy for everybody. The
facts carry a count of digits and never the number.
"""

from __future__ import annotations

import re

from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import APOSTROPHES, says_nothing, written

LENGTH = 16
_NOISE = re.compile(rf"[{APOSTROPHES}.\s_\-]+")
# Written by a program from a number: scientific, with decimals, or grouped by thousands.
_FROM_NUMBER = re.compile(r"[0-9][.,]?[0-9]*e\+?[0-9]+|[0-9]{16}[.,]0+|[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3}){4}", re.IGNORECASE)
_COUNTING = frozenset({"1234567890123456", "0123456789012345", "1234567890", "123456789"})


def read_sixteen_digits(raw: Raw, kind: str) -> Parsed:
    """The sixteen digits of a cell as text, or withheld under `<kind>_length`, `_placeholder`, `_precision_lost`, `_invalid`."""
    if type(raw) is str and len(raw) == LENGTH and raw.isdecimal() and raw.isascii():
        return _from_digits(raw, kind)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _from_number(raw, kind)
    return _from_text(written(raw), kind)


def _from_text(text: str, kind: str) -> Parsed:
    if says_nothing(text.strip(APOSTROPHES)):
        return MISSING
    if _FROM_NUMBER.fullmatch(text.strip(APOSTROPHES)):
        return refused(f"{kind}_precision_lost")
    digits = _NOISE.sub("", text)
    if digits.isascii() and digits.isdecimal():
        return _from_digits(digits, kind)
    return refused(f"{kind}_invalid")


def _from_number(number: float, kind: str) -> Parsed:
    if number != number:
        return MISSING
    if number < 0 or number in (float("inf"),) or number != int(number):
        return refused(f"{kind}_invalid")
    digits = str(int(number))
    if len(digits) == LENGTH and not _is_placeholder(digits):
        return refused(f"{kind}_precision_lost")
    return _from_digits(digits, kind)


def _from_digits(digits: str, kind: str) -> Parsed:
    if _is_placeholder(digits):
        return refused(f"{kind}_placeholder")
    if len(digits) != LENGTH:
        return refused(f"{kind}_length", digits=len(digits))
    return Parsed(digits)


def _is_placeholder(digits: str) -> bool:
    return digits.count(digits[0]) == len(digits) or digits in _COUNTING
