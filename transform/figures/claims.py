"""Headline figures of the text: what it claims, to be kept beside the tables and compared with them.

Only sentences that leave no doubt are read: one measure, one period, at most one named member, a plain count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from transform.figures.layout import Members
from transform.figures.members import code_of
from transform.figures.periods import Period, mentions, period_of, without
from transform.figures.sentences import Sentence, words
from transform.figures.titles import measure_in, money_in
from transform.figures.vocabulary import headings, words_of

_NAMED = ("country", "province", "sector", "employer_type")
_MONEY = re.compile(
    r"(?i)(?:(us\$|usd|rp)\.?\s*)?(\d{1,4}(?:[.,]\d+)?)\s*(juta|miliar|milyar|triliun)\s*(usd|us\$|dolar(?:\s+as)?|rupiah)?"
)
_INTRODUCED = re.compile(r"(?i)\b(sebanyak|sebesar|berjumlah|mencapai|tercatat|sejumlah|senilai)\s*$")
_SEGMENT = re.compile(r"[A-Z][\w-]*(?:\s+(?:dan\s+)?[A-Z][\w-]*){0,3}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One headline figure. `members` as in a table cell, `confined` as in a table's reading."""

    page: int
    measure: str
    unit: str
    period: Period
    members: Members
    value: Decimal
    raw: str
    confined: Members = ()

    @property
    def key(self) -> tuple[str, str, Period, Members]:
        """What the claim is about, as for a printed count."""
        return self.measure, self.unit, self.period, tuple(sorted((*self.members, *self.confined)))


def distinct_claims(sentences: Sequence[Sentence], place: str | None) -> list[Claim]:
    """The claims of a text, each once; those of an office are about its `place` unless they name another."""
    claims = dict.fromkeys(claim for sentence in sentences for claim in claims_of(sentence))
    confined = (("region_code", place),) if place else ()
    return [claim if dict(claim.members).keys() & {"province"} else replace(claim, confined=confined) for claim in claims]


def claims_of(sentence: Sentence) -> Iterator[Claim]:
    """The counts and amounts of a sentence that say what they count and when."""
    measure = measure_in(sentence.text)
    if not measure or words()["superlatives"].search(sentence.text):
        return
    amounts = _money(sentence) if measure == "remittance" else _counts(sentence, measure)
    start = 0
    for begin, end, value, unit in amounts:
        found = _about(sentence.text, start, begin)
        start = end
        if found and unit:
            yield Claim(sentence.page, measure, unit, *found, value, sentence.text[begin:end].strip())


def _counts(sentence: Sentence, measure: str) -> Iterator[tuple[int, int, Decimal, str]]:
    unit = headings()["units"].get(measure, "persons")
    return ((count.begin, count.begin + len(count.raw), count.value, unit) for count in sentence.counts())


def _money(sentence: Sentence) -> Iterator[tuple[int, int, Decimal, str]]:
    """Amounts with a scale and a currency: "15,7 miliar USD", "Rp251,1 triliun". Three digits behind a mark leave it open."""
    for match in _MONEY.finditer(sentence.text):
        text = match[2].replace(",", ".")
        unit = money_in(f"{match[3]} {match[4] or match[1] or ''}")
        if unit and not re.fullmatch(r"\d+\.\d{3}", text):
            yield match.start(), match.end(), Decimal(text), unit


def _about(text: str, start: int, begin: int) -> tuple[Period, Members] | None:
    """Period and members of an amount, where exactly one period and nothing that narrows in an unknown way leads up to it."""
    segment, ahead = text[start:begin], text[:begin]
    dated = [mention for mention in mentions(segment) if mention.years]
    if len(dated) != 1 or len(dated[0].years) != 1 or not _INTRODUCED.search(segment):
        return None
    found = list(dict.fromkeys(pair for match in _SEGMENT.finditer(ahead) for pair in _named(match.group())))
    rest = without(ahead, mentions(ahead))
    for _, label in found:
        rest = rest.replace(label, " ")
    known = _neutral() | frozenset(headings()["counted"])
    if len(found) > 1 or any(word not in known and not word[0].isdigit() and "%" not in word for word in words_of(rest).split()):
        return None
    return period_of(dated[0].years[0], dated[0].months), tuple(found)


@cache
def _neutral() -> frozenset[str]:
    return frozenset(words()["neutral"])


@cache
def _named(text: str) -> Members:
    return tuple((dimension, text) for dimension in _NAMED if len(text) > 3 and code_of(dimension, text))[:1]
