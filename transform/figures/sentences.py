"""Numbers in running text: which are counts, which percentages, which years, dates or numbering.

"turun 19,81% dibandingkan bulan Agustus 2023 sebanyak 28.927 orang" holds one percentage and one count. Rounded amounts
("297,4 ribu") are read but marked as rough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from expectations.documents import read_yaml
from expectations.labels import tidy
from transform.figures.periods import mentions
from transform.figures.tokens import read_token

_END = re.compile(r"(?<!\bs\.d)(?<!\bKab)(?<!\bNo)(?<!\bRp)(?<!\bProv)[.;!?]\s+(?=[A-Z(\"“])")
_NUMBER = re.compile(
    r"(?<![\w.,/])(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\w/]|[.,]\d)(\s*(?:%|persen\b|[a-z$]+\b)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextNumber:
    """A number in a sentence. `places` are the decimals of a percentage; `rough` when only its order is given."""

    kind: Literal["count", "percent"]
    value: Decimal
    begin: int
    end: int
    raw: str
    places: int = 0
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a page and the numbers in it, in order."""

    page: int
    text: str
    numbers: tuple[TextNumber, ...]

    def counts(self, begin: int = 0, end: int | None = None) -> list[TextNumber]:
        """Exact counts that lie within a part of the sentence."""
        limit = len(self.text) if end is None else end
        return [n for n in self.numbers if n.kind == "count" and not n.rough and begin <= n.begin and n.end <= limit]


@cache
def words() -> dict[str, Any]:
    """The expressions of `narrative.yaml`, compiled."""
    body: dict[str, Any] = read_yaml(files("transform.figures") / "narrative.yaml")
    return {name: re.compile(text, re.IGNORECASE) if isinstance(text, str) else text for name, text in body.items()}


def sentences_of(page: int, text: str) -> Iterator[Sentence]:
    """The sentences of a paragraph."""
    for part in _END.split(tidy(text)):
        yield Sentence(page, part, tuple(_numbers(part)))


def _numbers(text: str) -> Iterator[TextNumber]:
    periods = [(mention.begin, mention.end) for mention in mentions(text)]
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], match[2].strip().casefold()
        if after in ("%", "persen"):
            yield _percent(match, before)
        elif not words()["numbering"].search(before) and (count := _count(match, before, after, periods)):
            yield count


def _percent(match: re.Match[str], before: str) -> TextNumber:
    value = Decimal(match[1].replace(",", "."))
    rough = bool(words()["about"].search(before))
    return TextNumber("percent", value, match.start(1), match.end(), match[0], max(-int(value.as_tuple().exponent), 0), rough)


def _count(match: re.Match[str], before: str, after: str, periods: list[tuple[int, int]]) -> TextNumber | None:
    scale = words()["scales"].get(after)
    grouped = bool(re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", match[1]))
    named = bool(re.fullmatch(words()["counted"].pattern, after)) or bool(words()["before_count"].search(before))
    dated = any(begin <= match.start(1) < end for begin, end in periods) and not grouped
    if dated or not (scale or grouped or named):
        return None
    value = read_token(match[1], "amount" if scale else "count").readings[-1:]
    if not value:
        return None
    number = value[0] * (scale or 1)
    return TextNumber("count", number, match.start(1), match.end(1), match[1], 0, scale is not None)
