"""Dates, day first, with Indonesian month names, as ISO, as Excel serials and as date cells.

An impossible date is never repaired and never turned month-first: '15-13-2023' has no second reading. Two-digit years 00-35 are
20yy, the others 19yy; years outside 1930-2035 are typing errors here. Times of day are dropped.
"""

from __future__ import annotations

import datetime as dt
import re

from transform.values.months import MONTHS
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("12-05-1988", dt.date(1988, 5, 12)),
    ("4/1/69", dt.date(1969, 1, 4)),
    ("21/1/23", dt.date(2023, 1, 21)),
    ("28.06.2021", dt.date(2021, 6, 28)),
    ("17-Sept-1989", dt.date(1989, 9, 17)),
    ("20-Agt-1981", dt.date(1981, 8, 20)),
    ("20-Peb-2013", dt.date(2013, 2, 20)),
    ("24-Nopember-2018", dt.date(2018, 11, 24)),
    ("13 OKTOBER 2021", dt.date(2021, 10, 13)),
    ("04-Okt-26", dt.date(2026, 10, 4)),
    ("Senin, 5 Oktober 2026", dt.date(2026, 10, 5)),
    ("tgl. 5 Mei 2024", dt.date(2024, 5, 5)),
    ("October 5, 2026", dt.date(2026, 10, 5)),
    ("1973-04-13", dt.date(1973, 4, 13)),
    ("2021-10-23 00:00:00", dt.date(2021, 10, 23)),
    ("12 - 05 - 1988", dt.date(1988, 5, 12)),
    (46316.0, dt.date(2026, 10, 21)),
    ("46316", dt.date(2026, 10, 21)),
    ("46316.5", dt.date(2026, 10, 21)),
    ("5 Okt. 2026.", dt.date(2026, 10, 5)),
    (dt.datetime(2023, 12, 26, 8, 30), dt.date(2023, 12, 26)),
    (dt.date(2014, 12, 22), dt.date(2014, 12, 22)),
    ("-", None),
    (None, None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("31 September 1979", "date_impossible"),
    ("15-13-2023", "date_impossible"),
    ("10/25/2023", "date_impossible"),
    ("00-00-0000", "date_impossible"),
    ("8 Oktober 2206", "date_out_of_range"),
    (dt.date(2206, 10, 22), "date_out_of_range"),
    (1988.0, "date_out_of_range"),
    ("1899-12-30", "date_out_of_range"),
    ("Agustus 2024", "date_unreadable"),
    ("1988", "date_unreadable"),
    ("12051988", "date_unreadable"),
    ("belum tahu", "date_unreadable"),
    (-5.0, "date_unreadable"),
    (dt.time(8, 30), "date_unreadable"),
    (True, "date_unreadable"),
)
EARLIEST_YEAR, LATEST_YEAR = 1930, 2035
_LAST_YEAR_OF_THIS_CENTURY = 35
_EXCEL_EPOCH = dt.date(1899, 12, 30).toordinal()
_LAST_SERIAL = dt.date.max.toordinal() - _EXCEL_EPOCH

_BETWEEN = r"\s*[-/., ]\s*"
_DAY_MONTH_YEAR = re.compile(rf"([0-9]{{1,2}}){_BETWEEN}([0-9]{{1,2}}){_BETWEEN}([0-9]{{4}}|[0-9]{{2}})")
_DAY_NAME_YEAR = re.compile(r"([0-9]{1,2})[-/., ]*([a-z]+)[-/., ]*([0-9]{4}|[0-9]{2})")
_NAME_DAY_YEAR = re.compile(r"([a-z]+)[-/. ]*([0-9]{1,2})[-/., ]+([0-9]{4})")
_YEAR_MONTH_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_TIME = re.compile(r"(?:\s+|t(?=[0-9]))[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?:\s*(?:wib|z|[ap]m))?$")
_LEAD = re.compile(r"^(?:(?:tgl|tanggal|senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b[.,:]?\s*)+")


def parse(raw: Raw) -> Parsed:
    """The date."""
    if isinstance(raw, dt.date):
        return in_range(raw.date() if isinstance(raw, dt.datetime) else raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _from_serial(raw)
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING
    written = text.casefold()
    parsed = _from_text(written)
    return parsed if parsed.rule != "date_unreadable" else _from_text(_LEAD.sub("", _TIME.sub("", written.rstrip(" .,;"))))


def full_year(digits: str) -> int:
    """The year of two or four digits."""
    year = int(digits)
    if len(digits) != 2:
        return year
    return year + (2000 if year <= _LAST_YEAR_OF_THIS_CENTURY else 1900)


def in_range(date: dt.date) -> Parsed:
    """The date, or withheld where its year is outside 1930-2035."""
    if EARLIEST_YEAR <= date.year <= LATEST_YEAR:
        return Parsed(date)
    return refused("date_out_of_range", earliest=EARLIEST_YEAR, latest=LATEST_YEAR)


def _from_serial(number: float) -> Parsed:
    if number != number:
        return MISSING
    if not 1 <= number <= _LAST_SERIAL:
        return refused("date_unreadable")
    return in_range(dt.date.fromordinal(_EXCEL_EPOCH + int(number)))


def _from_text(text: str) -> Parsed:
    if found := _DAY_MONTH_YEAR.fullmatch(text):
        return _from_parts(found.group(3), int(found.group(2)), int(found.group(1)))
    if found := _YEAR_MONTH_DAY.fullmatch(text):
        return _from_parts(found.group(1), int(found.group(2)), int(found.group(3)))
    if (found := _DAY_NAME_YEAR.fullmatch(text)) and found.group(2) in MONTHS:
        return _from_parts(found.group(3), MONTHS[found.group(2)], int(found.group(1)))
    if (found := _NAME_DAY_YEAR.fullmatch(text)) and found.group(1) in MONTHS:
        return _from_parts(found.group(3), MONTHS[found.group(1)], int(found.group(2)))
    found = _SERIAL.fullmatch(text)
    return _from_serial(int(found.group(1))) if found else refused("date_unreadable")


def _from_parts(year: str, month: int, day: int) -> Parsed:
    try:
        return in_range(dt.date(full_year(year), month, day))
    except ValueError:
        return refused("date_impossible")
