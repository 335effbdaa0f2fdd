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
_BEFORE_DATE = r"(?:tgl|tanggal|senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)"
_PLACE_AND_DATE = re.compile(rf"(.*?)[\s,;:/.\-]*(?:\b{_BEFORE_DATE}\b[\s,.:]*)*([0-9].*)", re.IGNORECASE)
_MONTH_AT_END = re.compile(r"(.*?)[\s,;:/\-]+([a-z]+)", re.IGNORECASE)


def parse(raw: Raw) -> tuple[Parsed, Parsed]:
    """(place, date)."""
    if not isinstance(raw, str):
        return MISSING, date.parse(raw)
    joined = unquoted(raw)
    if says_nothing(joined):
        return MISSING, MISSING
    found = _PLACE_AND_DATE.fullmatch(joined)
    if found is None:
        return text.parse(joined.rstrip(" ,;:/-–—")), MISSING
    return _place(found.group(1)), date.parse(found.group(2))


def _place(written: str) -> Parsed:
    """The place without a month name that belongs to the date behind it ("Ponorogo, Mei" before "1974")."""
    words = _MONTH_AT_END.fullmatch(written)
    if words and words.group(2).casefold() in MONTHS:
        written = words.group(1)
    return text.parse(written)
