"""Checks what the text says of its own numbers: "42, naik 29,37% dari 35" is a rise of 20,00%.

A stated change must follow from the two figures it stands between, or from the figure named and the one a table gives for
the period before; a stated share from a figure and its total. Where the figures are not all there, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from expectations.catalogue import Finding
from transform.figures.outcome import DATASET
from transform.figures.sentences import Sentence, TextNumber, words

_SHARE_REACH = 45


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables know about a number: the same figure a year and a month before, and the totals it is part of."""

    year_before: tuple[Decimal, ...] = ()
    month_before: tuple[Decimal, ...] = ()
    totals: tuple[Decimal, ...] = ()


def wrong_arithmetic(sentence: Sentence, known: Mapping[Decimal, Known]) -> Iterator[Finding]:
    """Percentages and changes of a sentence that do not follow from its figures."""
    for number in sentence.numbers:
        if number.kind == "percent" and not number.rough:
            computed = _contradicting(sentence, number, known)
            if computed is not None:
                facts = {"page": sentence.page, "table": None, "stated": number.raw.strip(), "computed": f"{computed:.2f}%"}
                yield Finding("narrative_arithmetic", "file", None, None, None, DATASET, None, facts)


def _contradicting(sentence: Sentence, stated: TextNumber, known: Mapping[Decimal, Known]) -> Decimal | None:
    """What the cited figures give instead, None where they agree or are not all there."""
    sign = _direction(sentence, stated)
    pairs = _cited(sentence, stated)
    if sign:
        growths = [growth(now, before) for now, before in pairs] or _from_tables(sentence, stated, known)
        agreed = [*(g * sign for g in growths), *(_share(now, whole) for now, whole in pairs)]
        return None if not growths or any(_same(value, stated) for value in agreed) else growths[-1]
    shares = [_share(now, whole) for now, whole in pairs] or _shares_from_tables(sentence, stated, known)
    return None if not shares or any(_same(share, stated) for share in shares) else shares[0]


def growth(now: Decimal, before: Decimal) -> Decimal:
    """Change in percent of the earlier figure."""
    return (now - before) / before * 100


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole * 100


def _same(computed: Decimal, stated: TextNumber) -> bool:
    """Equal to the decimals stated, whether rounded or cut off."""
    return abs(computed - stated.value) <= Decimal(10) ** -stated.places


def _direction(sentence: Sentence, stated: TextNumber) -> int:
    """+1 or -1 where the percentage is said to be a rise or a fall, 0 where it is a share."""
    before = sentence.text[: stated.begin]
    rises, falls = ([match.end() for match in words()[name].finditer(before)] for name in ("rises", "falls"))
    last = max([*rises, *falls], default=-1)
    between = before[last:] if last >= 0 else ""
    if last < 0 or (sentence.counts(last, stated.begin) and "(" in between and not words()["becomes"].search(between)):
        return 0
    return 1 if last in rises else -1


def _cited(sentence: Sentence, stated: TextNumber) -> list[tuple[Decimal, Decimal]]:
    """(now, before) pairs the sentence offers: figures ahead of the percentage against the first one it is compared with."""
    ahead = [number for number in sentence.counts(0, stated.begin) if number.value]
    behind = _compared_with(sentence, stated)
    if behind is not None:
        return [(number.value, behind.value) for number in reversed(ahead)] or _turned(sentence, stated, behind)
    return _from_to(sentence, stated, ahead)


def _compared_with(sentence: Sentence, stated: TextNumber) -> TextNumber | None:
    """The first count behind the percentage, when a word of comparison leads to it and no other percentage stands between."""
    following = [number for number in sentence.numbers if number.begin > stated.end]
    if not following or following[0].kind != "count" or following[0].rough or not following[0].value:
        return None
    return following[0] if _leads(sentence.text[stated.end : following[0].begin]) else None


def _leads(between: str) -> bool:
    """Whether the words between two numbers compare the first with the second."""
    return bool(words()["compared"].search(between)) and not (
        words()["becomes"].search(between) or words()["turns"].search(between)
    )


def _turned(sentence: Sentence, stated: TextNumber, before: TextNumber) -> list[tuple[Decimal, Decimal]]:
    """The turn of "naik 20% dari 35 menjadi 42"."""
    following = [number for number in sentence.counts(before.end) if number.begin > before.end]
    if following and words()["becomes"].search(sentence.text[before.end : following[0].begin]):
        return [(following[0].value, before.value)]
    return []


def _from_to(sentence: Sentence, stated: TextNumber, ahead: Sequence[TextNumber]) -> list[tuple[Decimal, Decimal]]:
    """A turn "dari 35 menjadi 42 (naik 20%)"; "42 dari 143 pengaduan (29,37%)", a part of a whole;
    "Dibandingkan 2023 sebanyak 35 …, 42 naik 20%".
    """
    pairs: list[tuple[Decimal, Decimal]] = []
    for one, other in pairwise(ahead):
        between = sentence.text[one.end : other.begin]
        if words()["becomes"].search(between):
            pairs.append((other.value, one.value))
        elif _leads(between) and "%" not in between and other is ahead[-1] and stated.begin - other.end < _SHARE_REACH:
            pairs.append((one.value, other.value))
        elif words()["compared"].match(sentence.text) and one is ahead[0]:
            pairs.append((other.value, one.value))
    return pairs[-1:]


def _from_tables(sentence: Sentence, stated: TextNumber, known: Mapping[Decimal, Known]) -> list[Decimal]:
    """Growth of the figure named against the one a table gives for the period before, where the text says which is meant."""
    ahead = sentence.counts(0, stated.begin)
    rest = sentence.text[stated.end :]
    if not ahead or ahead[-1].value not in known:
        return []
    about = known[ahead[-1].value]
    if words()["month_before"].search(rest[:80]):
        return [growth(ahead[-1].value, before) for before in about.month_before if before]
    if words()["year_before"].search(rest[:80]):
        return [growth(ahead[-1].value, before) for before in about.year_before if before]
    return []


def _shares_from_tables(sentence: Sentence, stated: TextNumber, known: Mapping[Decimal, Known]) -> list[Decimal]:
    """Shares of the figure just named in the totals the tables print for it."""
    ahead = sentence.counts(0, stated.begin)
    if not ahead or stated.begin - ahead[-1].end > _SHARE_REACH or ahead[-1].value not in known:
        return []
    between = sentence.text[ahead[-1].end : stated.begin]
    if "(" not in between and " atau " not in f"{between} ":
        return []
    return [_share(ahead[-1].value, whole) for whole in known[ahead[-1].value].totals if whole]
