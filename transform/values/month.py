"""A month, as its first day: "02/2019", "Februari 2019", "2021-07", or any full date in it.

A bare year ("2019" under "Tahun Penetapan") names no month. January would be made up, and a programme's age would be counted from
it, so the cell is withheld and the village is asked for the month.
"""

from __future__ import annotations

import datetime as dt
import re

from transform.values import date
from transform.values.months import MONTHS
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("02/2019", dt.date(2019, 2, 1)),
    ("Februari 2019", dt.date(2019, 2, 1)),
    ("Des 2024", dt.date(2024, 12, 1)),
    ("JULI-2021", dt.date(2021, 7, 1)),
    ("Feb-19", dt.date(2019, 2, 1)),
    ("2021-07", dt.date(2021, 7, 1)),
    ("2021/7", dt.date(2021, 7, 1)),
    ("15 Juli 2021", dt.date(2021, 7, 1)),
    (dt.date(2021, 7, 15), dt.date(2021, 7, 1)),
    (43497.0, dt.date(2019, 2, 1)),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    (2019.0, "month_without_month"),
    ("2019", "month_without_month"),
    ("Tahun 2019", "month_without_month"),
    ("13/2019", "month_unreadable"),
    ("10/26", "month_unreadable"),
    ("02/2219", "date_out_of_range"),
    ("31 September 2021", "date_impossible"),
    ("awal program", "month_unreadable"),
    (2.2019, "date_out_of_range"),
)
_BETWEEN = r"\s*[-/. ]\s*"
_MONTH_YEAR = re.compile(rf"([0-9]{{1,2}}){_BETWEEN}([0-9]{{4}})")
_YEAR_MONTH = re.compile(rf"([0-9]{{4}}){_BETWEEN}([0-9]{{1,2}})")
_NAME_YEAR = re.compile(r"([a-z]+)[-/., ']*(?:tahun|thn|th)?[-/., ']*([0-9]{4}|[0-9]{2})")
_YEAR = re.compile(r"(?:tahun|thn|th)?[. ]*(?:19|20)[0-9]{2}")


def parse(raw: Raw) -> Parsed:
    """The first day of the month."""
    text = unquoted(raw).casefold()
    if says_nothing(text):
        return MISSING
    if _YEAR.fullmatch(text):
        return refused("month_without_month")
    if not isinstance(raw, str):
        return _month_of(date.parse(raw))
    if found := _MONTH_YEAR.fullmatch(text):
        return _first_day(found.group(2), int(found.group(1)))
    if found := _YEAR_MONTH.fullmatch(text):
        return _first_day(found.group(1), int(found.group(2)))
    if (found := _NAME_YEAR.fullmatch(text)) and found.group(1) in MONTHS:
        return _first_day(found.group(2), MONTHS[found.group(1)])
    return _month_of(date.parse(raw))


def _first_day(year: str, month: int) -> Parsed:
    if not 1 <= month <= 12 or year == "0000":
        return refused("month_unreadable")
    return date.in_range(dt.date(date.full_year(year), month, 1))


def _month_of(day: Parsed) -> Parsed:
    if day.rule == "date_unreadable":
        return refused("month_unreadable")
    return Parsed(day.value.replace(day=1)) if day.value else day
