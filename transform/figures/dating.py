"""The period of a cell, from its head, its row, the title and the document, the nearer place first.

A lone year takes the months its title gives it. A year that the document can only know in part (a report "Januari - Agustus
2024" speaking of 2024) is that part. Several years make a sum, never a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transform.figures.periods import RANGE, Mention, Months, Period, mentions, period_of, span_of


@dataclass(frozen=True, slots=True)
class Calendar:
    """Periods named above the cells.

    `mixed`: some heads or rows carry months of their own, so the title's are not for the rest.
    """

    title: tuple[Mention, ...] = ()
    document: Mention | None = None
    mixed: bool = False


def document_mention(texts: Iterable[str]) -> Mention | None:
    """The period a document is about: the first one named in its titles, months before a bare year."""
    found = [mention for text in texts for mention in mentions(text) if mention.years]
    with_months = [mention for mention in found if mention.months and mention.months.first != mention.months.last]
    return next(iter([*with_months, *found]), None)


def date_cell(column: Mention | None, row: Mention | None, derived: bool, calendar: Calendar) -> Period | None:
    """The period of one cell; kind `RANGE` for several years; None where nothing tells it."""
    own = _together(column, row, derived)
    if own is None:
        return _from_title(calendar)
    if not own.years:
        year = _only_year(calendar)
        return period_of(year, own.months) if year else None
    if len(own.years) > 1 and not derived:
        return _range(own.years)
    year = own.years[-1]
    return period_of(year, own.months_of(year) or _title_months(year, calendar) or _known_part(year, calendar))


def sum_period(periods: Iterable[Period | None]) -> Period | None:
    """The period of a sum over cells of these periods."""
    distinct = {period for period in periods if period is not None}
    if len(distinct) == 1:
        return distinct.pop()
    return span_of(distinct)


def _together(column: Mention | None, row: Mention | None, derived: bool) -> Mention | None:
    """ "2022" over "Agustus" is August 2022; a change "2023-2024" in the row of a year belongs to the row's."""
    if column is None or row is None:
        return column or row
    years = row.years if row.years and (derived or not column.years) else column.years or row.years
    return Mention(years, row.months or column.months)


def _from_title(calendar: Calendar) -> Period | None:
    years = {year for mention in calendar.title for year in mention.years}
    if len(years) > 1:
        return _range(tuple(sorted(years)))
    year = _only_year(calendar)
    if year is None:
        return None
    months = next((mention.months for mention in calendar.title if mention.months), None)
    if not calendar.title and calendar.document:
        months = calendar.document.months_of(year)
    return period_of(year, months or _known_part(year, calendar))


def _only_year(calendar: Calendar) -> int | None:
    years = {year for mention in calendar.title for year in mention.years}
    if not years and calendar.document:
        years = set(calendar.document.years)
    return years.pop() if len(years) == 1 else None


def _title_months(year: int, calendar: Calendar) -> Months | None:
    if calendar.mixed:
        return None
    naming = next((mention for mention in calendar.title if year in mention.years), None)
    if naming:
        return naming.months_of(year)
    return next((mention.months for mention in calendar.title if mention.months and not mention.years), None)


def _known_part(year: int, calendar: Calendar) -> Months | None:
    document = calendar.document
    if document and document.months and document.years == (year,) and document.months.last < 12:
        return document.months if document.months.first == 1 else Months(1, document.months.last)
    return None


def _range(years: tuple[int, ...]) -> Period:
    return Period(RANGE, period_of(min(years), None).start, period_of(max(years), None).end)
