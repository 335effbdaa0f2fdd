"""Telephone numbers as people dial them: "08…" at home, "+…" abroad.

"+62 813…", "62813…" and a numeric cell that lost its leading zero (85290006439.0) become one form. Two numbers in one cell are
both kept, joined by " / ": neither is more the family's than the other. Whether anybody answers is not checked.
"""

from __future__ import annotations

import re

from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("0857-9000-9917", "085790009917"),
    ("+62 813 9000 0621", "081390000621"),
    ("6285790007038", "085790007038"),
    (85290006439.0, "085290006439"),
    ("'081290003974", "081290003974"),
    ("No. WA: 0812 9000 3577", "081290003577"),
    ("081290003577 (WA)", "081290003577"),
    ("+62 (0)813 9000 0621", "081390000621"),
    ("(0352) 481234", "0352481234"),
    ("+852 5123 4567", "+85251234567"),
    ("0857-9000-9917 / 0813 9000 0621", "085790009917 / 081390000621"),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("0812", "phone_invalid"),
    ("8,5290E+10", "phone_invalid"),
    ("tanya Pak RT", "phone_invalid"),
    ("081290003577 / -", "phone_invalid"),
    (0.0, "phone_invalid"),
    ("08129000357708129000357", "phone_invalid"),
)
_KIND = re.compile(r"\(?\b(?:no|hp|wa|whatsapp|telp|tlp|tel)\b[.:\s)]*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[/;,&]\s*|\s+(?:dan|atau)\s+", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-()]+")
_AT_HOME = re.compile(r"(?:\+?620?|0)?(8[1-9][0-9]{7,10})")
_LANDLINE = re.compile(r"(?:\+?62|0)([2-79][0-9]{7,10})")
_ABROAD = re.compile(r"\+(?!62|0)[0-9]{8,15}")


def parse(raw: Raw) -> Parsed:
    """The number, or the numbers of the cell joined by " / "."""
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING
    if number := _dialled(text):
        return Parsed(number)
    numbers = [_dialled(_KIND.sub("", part)) for part in _BETWEEN.split(text)]
    known = [number for number in numbers if number]
    return Parsed(" / ".join(known)) if len(known) == len(numbers) else refused("phone_invalid")


def _dialled(text: str) -> str | None:
    """One number in its dialled form, or None."""
    number = _SEPARATORS.sub("", text)
    if found := _AT_HOME.fullmatch(number) or _LANDLINE.fullmatch(number):
        return "0" + found.group(1)
    return number if _ABROAD.fullmatch(number) else None
