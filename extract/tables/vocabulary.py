"""Header words known beforehand, which make a row a likelier header.

A finder given no vocabulary still works: government tables share a stock of header words (`words.yaml`), and the other evidence
needs no words at all. It does not say which field a header feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from expectations.contract import Contract, village_contracts
from expectations.labels import plain
from extract.tables.words import begins_with, words

_EXACT, _GENERAL, _BEGINS = 1.0, 0.8, 0.5
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class HeaderVocabulary:
    """Known header words and sheet words, in plain form. `familiarity` remembers what it has answered."""

    headers: frozenset[str] = frozenset()
    sheet_words: frozenset[str] = frozenset()
    _answers: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, headers: Iterable[str], sheet_words: Iterable[str] = ()) -> HeaderVocabulary:
        """A vocabulary of header texts, whose levels may be joined with " | "; every level counts alone too."""
        known = {plain(level) for header in headers for level in (header, *header.split("|"))}
        return cls(frozenset(known - {""}), frozenset(plain(word) for word in sheet_words) - {""})

    @classmethod
    def from_contracts(cls, contracts: Iterable[Contract]) -> HeaderVocabulary:
        """All header words and sheet words of these contracts."""
        headers: list[str] = []
        sheet_words: list[str] = []
        for contract in contracts:
            headers += [header for column in contract.fields for header in column.headers]
            headers += [header for column in contract.joined for header in column.headers]
            sheet_words += contract.sheet_words
        return cls.of(headers, sheet_words)

    def familiarity(self, text: str) -> float:
        """How well a header text is known: 1 a word of the vocabulary, 0.8 and 0.5 a general header word, 0 unknown."""
        if text not in self._answers:
            if len(self._answers) > 20_000:
                self._answers.clear()
            self._answers[text] = self._measure(text)
        return self._answers[text]

    def knows_joined(self, parent: str, child: str) -> bool:
        """Whether a parent and its child together are a known header ("Jumlah Anggota | L")."""
        return parent != "" and plain(parent + child) in self.headers

    def _measure(self, text: str) -> float:
        written = plain(text)
        if written in self.headers:
            return _EXACT
        if written in words().headers or written in words().numbering:
            return _GENERAL
        if len(text) <= 120 and begins_with(_CAMEL.sub(" ", text), _beginnings()):
            return _BEGINS
        return 0.0


@cache
def _beginnings() -> frozenset[str]:
    return words().headers | words().months


@cache
def contract_vocabulary() -> HeaderVocabulary:
    """The header words of all village datasets."""
    return HeaderVocabulary.from_contracts(village_contracts().values())
