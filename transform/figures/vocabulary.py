"""The word lists of published statistics, read once: what heads a column, what a title counts, what a row is called.

Only reads and indexes `headings.yaml` and `members.yaml`; what the words mean for a table is decided by its readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from expectations.documents import read_yaml
from expectations.labels import plain


@cache
def headings() -> Mapping[str, Any]:
    """Words of titles and column heads."""
    return read_yaml(files("transform.figures") / "headings.yaml")  # type: ignore[no-any-return]


@cache
def member_lists() -> Mapping[str, Any]:
    """Members of the closed breakdowns, with the labels printed for them."""
    return read_yaml(files("transform.figures") / "members.yaml")  # type: ignore[no-any-return]


def words_of(text: str) -> str:
    """Lower case, letters, digits and signs apart by single spaces: "Kab./Kota " -> "kab kota"."""
    return re.sub(r"[^0-9a-zà-ÿ%$#]+", " ", text.casefold()).strip()


@cache
def _phrases(section: str) -> tuple[tuple[str, str], ...]:
    """(phrase, key) of a mapping section, longest phrase first."""
    body = headings()[section]
    pairs = [(words_of(phrase), key) for key, phrases in body.items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def phrases_in(text: str, section: str) -> list[tuple[int, int, str]]:
    """(begin, end, key) of every phrase of the section in the words of the text; a longer phrase hides those inside it."""
    hay = f" {words_of(text)} "
    found: list[tuple[int, int, str]] = []
    for phrase, key in _phrases(section):
        for match in re.finditer(rf"(?<= ){re.escape(phrase)}(?= )", hay):
            if not any(begin < match.end() and match.start() < end for begin, end, _ in found):
                found.append((match.start(), match.end(), key))
    return sorted(found)


def is_one_of(text: str, section: str) -> bool:
    """Whether the words of the text are exactly one entry of a list section."""
    return words_of(text) in _listed(section)


@cache
def _listed(section: str) -> frozenset[str]:
    entries: Iterable[str] = headings()[section]
    return frozenset(words_of(entry) for entry in entries)


def only_counted(text: str) -> bool:
    """Whether a head only says that something is counted ("JUMLAH TOTAL TKI YG DILAYANI"), naming no member."""
    return all(word in _listed("counted") for word in words_of(text).split())


def says_total(text: str) -> bool:
    """Whether a label is a total: "Jumlah", "TOTAL KESELURUHAN", "Jumlah Penempatan PMI"."""
    words = words_of(text)
    return words in _listed("totals") or (words.split()[:1] in (["jumlah"], ["total"]) and only_counted(text))


@cache
def labels_of(dimension: str) -> Mapping[str, str]:
    """Label (compared by `plain`) -> code of a closed breakdown; {} for an open one."""
    body = member_lists().get(dimension)
    return {plain(label): code for code, labels in body.items() for label in labels} if isinstance(body, Mapping) else {}


@cache
def remainders() -> frozenset[str]:
    """Labels of the rest of a list ("Lainnya"), compared by `plain`."""
    return frozenset(plain(label) for label in member_lists()["remainder"])
