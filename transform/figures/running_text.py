"""The text of a publication against its tables: stated changes recomputed, headline figures kept as claims.

A claim is a figure of its own (status `claim`); where a table prints the same figure with another number, that is a finding.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from expectations.catalogue import Finding
from extract.publications.model import Publication
from transform.figures.claims import Claim
from transform.figures.document import Document, basis_of, common_fields
from transform.figures.members import code_of, conform
from transform.figures.narrative import Known, wrong_arithmetic
from transform.figures.outcome import DATASET, Figure
from transform.figures.periods import Period
from transform.figures.records import confined_to
from transform.figures.sentences import Sentence, sentences_of
from transform.figures.sums import Printed, WholeKey

NARRATIVE = "narrative"


def read_sentences(publication: Publication) -> list[Sentence]:
    """All sentences of the running text."""
    return [sentence for paragraph in publication.paragraphs for sentence in sentences_of(paragraph.page, paragraph.text)]


def text_findings(sentences: Sequence[Sentence], printed: Sequence[Printed]) -> list[Finding]:
    """Changes and shares of the text that do not follow from its figures."""
    known = _known(printed)
    return [finding for sentence in sentences for finding in wrong_arithmetic(sentence, known)]


def claims_against_tables(claims: Sequence[Claim], printed: Sequence[Printed], titles: Sequence[str]) -> list[Finding]:
    """Claims that no table confirms although one prints the same figure."""
    tables: dict[WholeKey, list[Printed]] = defaultdict(list)
    for item in printed:
        tables[item.key].append(item)
    findings: list[Finding] = []
    for claim in claims:
        same = tables.get(claim.key, [])
        if same and all(item.number != claim.value for item in same):
            facts = {"page": claim.page, "table": titles[same[0].table], "stated": claim.raw, "computed": str(same[0].number)}
            findings.append(Finding("claim_differs", "file", None, None, None, DATASET, None, facts))
    return findings


def claim_figures(claims: Sequence[Claim], publication: Publication, document: Document) -> Iterator[Figure]:
    """Claims as records."""
    for number, claim in enumerate(claims, start=1):
        members = dict(claim.members)
        narrowing = confined_to(members, dict(claim.confined))
        yield {
            **common_fields(document),
            "measure": claim.measure,
            "basis": basis_of(document, "", members),
            "period_type": claim.period.kind,
            "period_start": claim.period.start,
            "period_end": claim.period.end,
            "breakdown": "*".join((*members, *narrowing)) or "total",
            "confined_to": narrowing,
            **conform(members, {dimension: code_of(dimension, label) for dimension, label in members.items()}),
            "value": claim.value,
            "unit": claim.unit,
            "raw_token": claim.raw,
            "status": "claim",
            "source_page": claim.page,
            "source_table": None,
            "source_file": publication.sha256,
            "source_sheet": NARRATIVE,
            "source_row": number,
        }


def _known(printed: Sequence[Printed]) -> Mapping[Decimal, Known]:
    """What the tables say about each number they print."""
    by_key: dict[WholeKey, list[Decimal]] = defaultdict(list)
    for item in printed:
        by_key[item.key].append(item.number)
    years: dict[Decimal, list[Decimal]] = defaultdict(list)
    months: dict[Decimal, list[Decimal]] = defaultdict(list)
    totals: dict[Decimal, list[Decimal]] = defaultdict(list)
    for item in printed:
        measure, unit, period, members = item.key
        if period is None:
            continue
        years[item.number] += by_key.get((measure, unit, _year_before(period), members), [])
        months[item.number] += by_key.get((measure, unit, _month_before(period), members), []) if period.kind == "month" else []
        for pair in members:
            totals[item.number] += by_key.get((measure, unit, period, tuple(other for other in members if other != pair)), [])
        if period.kind != "year":
            whole = Period("year", dt.date(period.start.year, 1, 1), dt.date(period.start.year, 12, 31))
            totals[item.number] += by_key.get((measure, unit, whole, members), [])
    return {number: Known(tuple(years[number]), tuple(months[number]), tuple(totals[number])) for number in totals | years}


def _year_before(period: Period) -> Period:
    start, end = (day - dt.timedelta(day.day - 1) for day in (period.start, period.end + dt.timedelta(1)))
    return Period(period.kind, start.replace(year=start.year - 1), end.replace(year=end.year - 1) - dt.timedelta(1))


def _month_before(period: Period) -> Period:
    end = period.start - dt.timedelta(1)
    return Period("month", end.replace(day=1), end)
