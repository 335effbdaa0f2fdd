"""Which period a heading, a row label or a title speaks of: "Januari s.d Mei 2016", "Triwulan II 2021", "Agustus" under "2022".

Text becomes mentions (months and years as written); a mention of one year becomes a period with its first and last day.
Whether the period makes sense in its table is not decided here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from expectations.labels import RAISED
from transform.values.months import MONTHS

RANGE = "range"
"""Kind of a span that no period type covers, such as several years: it may be checked, never published as a figure."""


class Period(NamedTuple):
    """First and last day of a period; `kind` is month, quarter, semester, year, ytd or `RANGE`."""

    kind: str
    start: dt.date
    end: dt.date


class Months(NamedTuple):
    """Months of a year, both ends included, and whether they were named as a quarter or semester."""

    first: int
    last: int
    named: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One period as written. `last_year_only`: the months belong to the last of the years ("2011 s.d 2016 (s.d Mei)")."""

    years: tuple[int, ...] = ()
    months: Months | None = None
    last_year_only: bool = False
    begin: int = 0
    end: int = 0

    def months_of(self, year: int) -> Months | None:
        """The months meant for this year, None for all of them."""
        return None if self.last_year_only and year != self.years[-1] else self.months


class _Word(NamedTuple):
    kind: str
    text: str
    begin: int
    end: int


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_ORDINAL = re.compile(r"(?:iv|i{1,3}|[1-4])$")
_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_NO_MARKS = str.maketrans(dict.fromkeys(RAISED, " "))
_SCANNER = re.compile(
    rf"""(?P<number>\d+(?:[.,]\d+)+)
    |(?P<quarter>\b(?:triwulan|kuartal|quarter|tw|q)[\s.-]*(?:ke[\s-]*)?(?:iv|i{{1,3}}|[1-4])\b)
    |(?P<half>\b(?:semester|smt|sem)[\s.-]*(?:ii|i|[12])\b)
    |(?P<month>\b(?:{_MONTH_NAMES})\b\.?)
    |(?P<year>\b(?:19|20)\d\d\b)
    |(?P<until>\bs\s*[./]\s*d\b\.?|\bsd\b\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b)
    |(?P<dash>[-–—−])
    |(?P<listed>[,;&/']|\bdan\b|\band\b)
    |(?P<open>\()|(?P<close>\))
    |(?P<filler>\b(?:tahun|thn|th|bulan|bln|periode|year)\b\.?)
    |(?P<per>\bper\b)
    |(?P<day>\d+)
    |(?P<word>[^\W\d_]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def mentions(text: str) -> list[Mention]:
    """All periods mentioned in the text, in order; positions are those of the text."""
    words = [_Word(match.lastgroup or "", match.group(), *match.span()) for match in _SCANNER.finditer(text.translate(_NO_MARKS))]
    found: list[Mention] = []
    position = 0
    while position < len(words):
        mention, after = _Reader(words, position).mention()
        if mention is None:
            position += 1
            continue
        found.append(mention)
        position = after
    return _joined(found, text)


def without(text: str, found: Iterable[Mention]) -> str:
    """The text with the mentions cut out."""
    for mention in sorted(found, key=lambda m: m.begin, reverse=True):
        text = f"{text[: mention.begin]} {text[mention.end :]}"
    return re.sub(r"\s+", " ", text).strip(" .,;:-–—")


class _Reader:
    """Reads one mention from a position of the scanned words."""

    def __init__(self, words: Sequence[_Word], position: int) -> None:
        self._words = words
        self._begin = position
        self._position = position
        self._last = position

    def mention(self) -> tuple[Mention | None, int]:
        """The mention beginning here, or None, and the position behind it."""
        months = self._months()
        years = self._years(months)
        if months and years and (other := self._closing_month(years)):
            months, years = other
        if not months and not years:
            return None, self._begin + 1
        span = self._words[self._begin].begin, self._words[self._last].end
        return Mention(years, months, False, *span), self._last + 1

    def _peek(self, *kinds: str, ahead: int = 0) -> bool:
        place = self._position + ahead
        return place < len(self._words) and self._words[place].kind in kinds

    def _take(self) -> str:
        word = self._words[self._position]
        self._last = self._position
        self._position += 1
        return word.text.casefold()

    def _months(self) -> Months | None:
        self._skip("filler")
        if self._peek("quarter", "half"):
            return self._named_part()
        from_january = self._peek("until", "per")
        start = self._position
        if from_january:
            self._position += 1
        self._skip_day()
        if not self._peek("month"):
            self._position = start
            return None
        first = _month(self._take())
        return Months(1, first) if from_january else Months(first, self._last_month(first))

    def _named_part(self) -> Months:
        kind = self._words[self._position].kind
        number = _ROMAN[_ORDINAL.search(self._take())[0]]  # type: ignore[index]  # the scanner matched it
        length = 3 if kind == "quarter" else 6
        return Months((number - 1) * length + 1, number * length, "quarter" if kind == "quarter" else "semester")

    def _last_month(self, first: int) -> int:
        start = self._position
        if self._peek("until", "dash"):
            self._position += 1
            self._skip("filler")
            self._skip_day()
            if self._peek("month"):
                return _month(self._take())
        self._position = start
        return first

    def _years(self, months: Months | None) -> tuple[int, ...]:
        start = self._position
        self._skip("filler", "listed" if months else "filler")
        if months and (short := self._short_year()):
            return (short,)
        if not self._peek("year"):
            self._position = start
            return ()
        years = [int(self._take())]
        while (following := self._next_year(years[-1])) is not None:
            years.extend(following)
        return tuple(years)

    def _next_year(self, last: int) -> list[int] | None:
        start = self._position
        spans = self._peek("until", "dash")
        while self._peek("until", "dash", "listed", "filler"):
            self._position += 1
        if start == self._position or not self._peek("year"):
            self._position = start
            return None
        year = int(self._take())
        return list(range(last + 1, year + 1)) if spans and year > last else [year]

    def _short_year(self) -> int | None:
        """A two-digit year behind a month ("Jan-Mei 15", "Agu-24"); a day in front of a month is none."""
        offset = 1 if self._peek("dash") else 0
        if self._peek("day", ahead=offset) and not self._peek("month", ahead=offset + 1):
            text = self._words[self._position + offset].text
            if len(text) == 2:
                self._position += offset
                self._take()
                return 2000 + int(text)
        return None

    def _closing_month(self, years: tuple[int, ...]) -> tuple[Months, tuple[int, ...]] | None:
        """The end of "Januari 2024 s.d Maret 2024"."""
        start, last = self._position, self._last
        first = _month_of(self._words[self._begin : self._position])
        if first and self._peek("until", "dash"):
            self._position += 1
            self._skip_day()
            if self._peek("month"):
                closing = _month(self._take())
                until = self._years(Months(closing, closing))
                if until == years:
                    return Months(first, closing), years
                if until:
                    return Months(first, closing), years + until
        self._position, self._last = start, last
        return None

    def _skip(self, *kinds: str) -> None:
        while self._peek(*kinds):
            self._position += 1

    def _skip_day(self) -> None:
        if self._peek("day") and self._peek("month", ahead=1):
            self._position += 1


def _month(text: str) -> int:
    return MONTHS[text.rstrip(".")]


def _month_of(words: Sequence[_Word]) -> int | None:
    return next((_month(word.text.casefold()) for word in words if word.kind == "month"), None)


def _narrows(mention: Mention, before: Mention) -> bool:
    """Whether months without a year complete the mention before: its bare year, or the quarter they lie in."""
    if mention.years or mention.months is None:
        return False
    around = before.months
    return around is None or (
        around.named is not None and around.first <= mention.months.first <= mention.months.last <= around.last
    )


def _joined(found: list[Mention], text: str) -> list[Mention]:
    """Years followed by months without a year of their own are one mention ("2024 Januari", "2011 s.d 2016 (s.d Mei)")."""
    joined: list[Mention] = []
    for mention in found:
        before = joined[-1] if joined else None
        if before and before.years and _narrows(mention, before):
            only_last = "(" in text[before.end : mention.begin] and len(before.years) > 1
            joined[-1] = replace(before, months=mention.months, last_year_only=only_last, end=mention.end)
        else:
            joined.append(mention)
    return joined


def period_of(year: int, months: Months | None) -> Period:
    """The period of these months of a year (None: all twelve)."""
    first, last, named = months or Months(1, 12)
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return Period(_kind(first, last, named), dt.date(year, first, 1), end)


def _kind(first: int, last: int, named: str | None) -> str:
    if named:
        return named
    if first == last:
        return "month"
    if first == 1:
        return "year" if last == 12 else "ytd"
    if last - first == 2 and last % 3 == 0:
        return "quarter"
    return "semester" if (first, last) == (7, 12) else RANGE


def span_of(periods: Iterable[Period]) -> Period | None:
    """The period that a sum over these covers: months or quarters of one year make a year or a part of it; years a RANGE.

    None when there are fewer than two or they leave a gap.
    """
    ordered = sorted(set(periods), key=lambda p: (p.start, p.end))
    if len(ordered) < 2 or any(after.start - before.end != dt.timedelta(1) for before, after in pairwise(ordered)):
        return None
    start, end = ordered[0].start, ordered[-1].end
    if start.year != end.year:
        return Period(RANGE, start, end)
    return Period(_kind(start.month, end.month, None), start, end)
