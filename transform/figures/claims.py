"""Headline figures of the text: what it claims, to be kept beside the tables and compared with them.

Only sentences that leave no doubt are read: one measure, one period, at most one named member, a plain count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from transform.figures.members import code_of
from transform.figures.periods import Mention, Period, mentions, period_of
from transform.figures.sentences import Sentence, TextNumber, words
from transform.figures.titles import measure_in
from transform.figures.vocabulary import headings

_NAMED = ("country", "province", "sector", "employer_type")
_NARROWING = re.compile(
    r"\b(?:non\s?-?prosedural|prosedural|laki-laki|perempuan|diselesaikan|selesai|jenis|skema|jabatan|kasus|kabupaten|kota)\b",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[A-Z][\w-]*(?:\s+(?:dan\s+)?[A-Z][\w-]*){0,3}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One headline figure. `members` as in a table cell."""

    page: int
    measure: str
    unit: str
    period: Period
    members: tuple[tuple[str, str], ...]
    value: Decimal
    raw: str

    @property
    def key(self) -> tuple[str, str, Period, tuple[tuple[str, str], ...]]:
        """What the claim is about, as for a printed count."""
        return self.measure, self.unit, self.period, tuple(sorted(self.members))


def distinct_claims(sentences: Sequence[Sentence]) -> list[Claim]:
    """The claims of a text, each once."""
    return list(dict.fromkeys(claim for sentence in sentences for claim in claims_of(sentence)))


def claims_of(sentence: Sentence) -> Iterator[Claim]:
    """The counts of a sentence that say what they count and when, each from the text between it and the count before."""
    measure = measure_in(sentence.text)
    counts = sentence.counts()
    if not measure or measure == "remittance" or words()["superlatives"].search(sentence.text) or not counts:
        return
    start = 0
    for count in counts:
        segment = sentence.text[start : count.begin]
        start = count.end
        if claim := _claim(sentence, measure, segment, count):
            yield claim


def _claim(sentence: Sentence, measure: str, segment: str, count: TextNumber) -> Claim | None:
    """A claim where the words before a count hold exactly one period and introduce the count as an amount."""
    dated = [mention for mention in mentions(segment) if mention.years]
    introduced = bool(re.search(r"\b(sebanyak|sebesar|berjumlah|mencapai|tercatat|sejumlah)\s*$", segment.strip(), re.IGNORECASE))
    if len(dated) != 1 or len(dated[0].years) != 1 or not introduced:
        return None
    members = _members(segment)
    if members is None:
        return None
    unit = headings()["units"].get(measure, "persons")
    return Claim(sentence.page, measure, unit, _period(dated[0]), members, count.value, count.raw)


def _period(mention: Mention) -> Period:
    return period_of(mention.years[0], mention.months)


def _members(segment: str) -> tuple[tuple[str, str], ...] | None:
    """The one member named, () for none, None for several or for words that narrow in a way not understood."""
    if _NARROWING.search(segment):
        return None
    found = {pair for match in _SEGMENT.finditer(segment) for pair in _named(match.group())}
    return tuple(found) if len(found) < 2 else None


@cache
def _named(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((dimension, text) for dimension in _NAMED if len(text) > 3 and code_of(dimension, text))[:1]
