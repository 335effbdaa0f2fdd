"""Birth place and date written in one column (TTL): "Ponorogo, 12-05-1988".

Answers two `Parsed`, place first, so that a date that cannot be read does not take the place with it. The date begins at the
first digit (or at the weekday before it); what stands before is the place.
"""

from __future__ import annotations

import datetime as dt
import re

from transform.values import date, text
from transform.values.months import MONTHS
from transform.values.parsed import MISSING, Parsed, Raw
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, tuple[object, object]], ...] = (
    ("Ponorogo, 12-05-1988", ("Ponorogo", dt.date(1988, 5, 12))),
    ("Tulungagung,16-06-2001", ("Tulungagung", dt.date(2001, 6, 16))),
    ("NGAWI, 8 April 1972", ("NGAWI", dt.date(1972, 4, 8))),
    ("Ponorogo / 4-1-69", ("Ponorogo", dt.date(1969, 1, 4))),
    ("Kab. Ponorogo, Jawa Timur, 1 Mei 1990", ("Kab. Ponorogo, Jawa Timur", dt.date(1990, 5, 1))),
    ("Madiun, Senin, 5 Oktober 1981", ("Madiun", dt.date(1981, 10, 5))),
    ("Ponorogo. tgl. 12 Mei 1988", ("Ponorogo", dt.date(1988, 5, 12))),
    ("12-05-1988", (None, dt.date(1988, 5, 12))),
    ("Ponorogo", ("Ponorogo", None)),
    ("Ponorogo, -", ("Ponorogo", None)),
    (dt.date(1988, 5, 12), (None, dt.date(1988, 5, 12))),
    ("-", (None, None)),
)
REFUSED: tuple[tuple[Raw, tuple[str | None, str | None]], ...] = (
    ("Ponorogo, 32-01-1974", (None, "date_impossible")),
    ("Ponorogo, Mei 1974", (None, "date_unreadable")),
    ("32-01-1974", (None, "date_impossible")),
)
_DIGIT = re.compile("[0-9]")
_SEPARATORS = " ,;:/.-–—"
_BEFORE_DATE = frozenset(
    {"tgl", "tanggal", "senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad", *MONTHS}
)


def parse(raw: Raw) -> tuple[Parsed, Parsed]:
    """(place, date)."""
    if not isinstance(raw, str):
        return MISSING, date.parse(raw)
    joined = unquoted(raw)
    if says_nothing(joined):
        return MISSING, MISSING
    digit = _DIGIT.search(joined)
    if digit is None:
        return text.parse(joined.rstrip(_SEPARATORS)), MISSING
    return text.parse(_place(joined[: digit.start()])), date.parse(joined[digit.start() :])


def _place(before_date: str) -> str:
    """The place without the words that lead to the date; a month name among them ("Ponorogo, Mei 1974") is no place either."""
    place = before_date.rstrip(_SEPARATORS)
    while (word := place[max(map(place.rfind, _SEPARATORS)) + 1 :]).casefold() in _BEFORE_DATE:
        place = place.removesuffix(word).rstrip(_SEPARATORS)
    return place
