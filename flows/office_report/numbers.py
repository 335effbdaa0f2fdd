"""Values as people read them: Indonesian or English marks, a dash for what was not reported, a dot for what is hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from expectations.documents import read_yaml

Language = Literal["id", "en"]
_MONTHS_OF = {"quarter": 3, "semester": 6, "year": 12}
ABSENT, HIDDEN = "–", "●"
_SWAPPED = str.maketrans(",.", ".,")


def shown(value: Any, language: Language, suppressed: object = False) -> str:
    """Any value of a mart: numbers with at most two decimals, dates in words, absent and hidden told apart."""
    match value:
        case None:
            return HIDDEN if suppressed else ABSENT
        case bool():
            return {"id": ("tidak", "ya"), "en": ("no", "yes")}[language][value]
        case int() | float() | Decimal():
            return _number(Decimal(str(value)), language)
        case dt.datetime():
            return f"{_date(value.date(), language)}, {value:%H.%M}"
        case dt.date():
            return _date(value, language)
    return str(value)


def percent(share: Any, language: Language, suppressed: object = False) -> str:
    """A share of 0 to 1 in percent with at most one decimal."""
    return shown(share, language, suppressed) if share is None else f"{_number(round(Decimal(str(share)) * 100, 1), language)} %"


def total(lines: Iterable[Mapping[str, Any]], column: str) -> Any:
    """The sum of what was reported; None where nothing was."""
    found = [line[column] for line in lines if line[column] is not None]
    return sum(found) if found else None


def month(day: dt.date, language: Language) -> str:
    """Month and year in words."""
    return f"{_calendar()['months'][language][day.month - 1]} {day.year}"


def span(day: dt.date, language: Language, cadence: str) -> str:
    """The time a report is about, by any day of it: a month in words, or the number of the quarter, half-year or year."""
    if cadence not in _MONTHS_OF:
        return month(day, language)
    number = f" {(day.month - 1) // _MONTHS_OF[cadence] + 1}" if cadence != "year" else ""
    return f"{_calendar()['spans'][cadence][language]}{number} {day.year}"


def _date(day: dt.date, language: Language) -> str:
    return f"{day.day} {month(day, language)}"


def _number(value: Decimal, language: Language) -> str:
    text = f"{round(value, 2):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_SWAPPED) if language == "id" else text


@cache
def _calendar() -> Mapping[str, Any]:
    names: Mapping[str, Any] = read_yaml(files("flows.office_report") / "calendar.yaml")
    return names
