"""Which month a piece of text speaks of.

Reads reporting months as villages write them ("BULAN OKTOBER 2026", "Periode 10/2026", "2026-10"). A full date is not a
reporting month: signatures carry dates of the month after. It does not decide between pieces (`transform/identity.py`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from transform.values.months import MONTHS

_MONTH_WORDS = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(20[0-3]\d)"
_NAMED = re.compile(rf"(?<![a-z0-9])({_MONTH_WORDS})\.?[\s\-_/.,']*(?:tahun|thn|th)?[\s\-_/.:,']*{_YEAR}(?!\d)", re.I)
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})[\s\-_/.]*$")
_YEAR_FIRST = re.compile(rf"(?<!\d)(?<!\d[.\-/]){_YEAR}[\-_/. ](0?[1-9]|1[0-2])(?![\d]|[\-_/.]\d)")
_MONTH_FIRST = re.compile(rf"(?<!\d)(?<!\d[.\-/_])(0?[1-9]|1[0-2])[\-_/. ]{_YEAR}(?!\d|[\-_/.]\d)")
_MESSENGER = re.compile(r"(?:(?:DOC|IMG|VID|PTT|FILE)[-_ ]?\d{8}[-_ ]?WA\d+|WhatsApp[^/]*?\d{4}-\d\d-\d\d[^/]*)", re.I)


def months_in(text: str) -> Iterator[dt.date]:
    """First days of the months named in running text, full dates left out.

    A day before a month name ("31 Oktober 2026") makes it a date, except after "per": "per 31 Oktober 2026" names the month.
    """
    for found in _NAMED.finditer(text):
        before = text[: found.start()]
        day = _DAY_BEFORE.search(before)
        if day and not re.search(r"\bper\s*(?:tanggal|tgl\.?)?\s*$", before[: day.start()], re.I):
            continue
        yield dt.date(int(found.group(2)), MONTHS[found.group(1).casefold()], 1)
    for found in _YEAR_FIRST.finditer(text):
        yield dt.date(int(found.group(1)), int(found.group(2)), 1)
    for found in _MONTH_FIRST.finditer(text):
        yield dt.date(int(found.group(2)), int(found.group(1)), 1)


def months_in_name(name: str) -> Iterator[dt.date]:
    """Months named in a file or folder name; names given by messengers tell nothing."""
    yield from months_in(_MESSENGER.sub(" ", name))


def without_messenger(name: str) -> str:
    """The name without what a messenger put there."""
    return _MESSENGER.sub(" ", name)


def month_of(month: str, year: str) -> dt.date | None:
    """The month of two label cells ("OKTOBER", "2026"); None where they are not a month and a year."""
    word = month.strip().casefold().rstrip(".")
    number = MONTHS.get(word) or (int(word) if word.isdecimal() and 1 <= int(word) <= 12 else None)
    if number is None or not re.fullmatch(_YEAR, year.strip()):
        return None
    return dt.date(int(year), number, 1)
