"""Words into lines, lines into phrases: text that belongs together before any table is known.

A phrase is a stretch of words no further apart than a space; a wider gap may be a column boundary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extract.publications.geometry import Box, Rule, Word, hull, median, overlap
from extract.publications.tokens import has_letters, is_figure, look, starts_with

PHRASE_GAP = 0.62
"""Type sizes: a wider gap ends a phrase (a space is about 0.25, in justified text rarely above 0.6)."""
_THOUSANDS_GAP = 1.0
_NUMBERS_GAP = 0.15
_GROUPED = re.compile(r"\(?-?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?%?\)?")


@dataclass(frozen=True, slots=True)
class Phrase(Box):
    """Words of one line that stand together."""

    words: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Line(Box):
    """Words at one height, left to right, and the phrases they form; `rules` are the vertical rules that cross it."""

    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def size(self) -> float:
        """The usual type size of the line."""
        return median([word.size for word in self.words], 1.0)

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The line's phrases, left to right; a vertical rule between two words parts them however near they stand."""
        groups: list[list[Word]] = [[self.words[0]]]
        for before, after in pairwise(self.words):
            if self._parts(before, after):
                groups.append([])
            groups[-1].append(after)
        return [Phrase(*_extent(group), words=tuple(group)) for group in groups]

    def _parts(self, before: Word, after: Word) -> bool:
        gap = after.x0 - before.x1
        if any(before.x1 - 1 <= rule.at <= after.x0 + 1 for rule in self.rules):
            return True
        if _is_thousands_pair(before, after):
            return gap > _THOUSANDS_GAP * self.size
        if _are_two_numbers(before, after):
            return gap > _NUMBERS_GAP * self.size
        return gap > PHRASE_GAP * self.size

    @cached_property
    def text(self) -> str:
        """All words with single spaces."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def figures(self) -> list[Phrase]:
        """The phrases that can be values: numbers and missing markers."""
        return [phrase for phrase in self.phrases if is_figure(phrase.text)]

    @cached_property
    def is_body(self) -> bool:
        """True when it can be a row of a table: a value after something else."""
        return any(is_figure(phrase.text) or look(phrase.text) == "year" for phrase in self.phrases[1:]) and not self.is_prose

    @cached_property
    def is_prose(self) -> bool:
        """True for running text: mostly words, all about one space apart (wide when justified)."""
        gaps = [after.x0 - before.x1 for before, after in pairwise(self.words)]
        wordy = sum(has_letters(word.text) for word in self.words)
        if len(self.words) < 5 or wordy < 0.6 * len(self.words):
            return False
        return max(gaps) < 2 * self.size and max(gaps) - min(gaps) < 0.35 * self.size and len(self.text) > 30

    @cached_property
    def is_caption(self) -> bool:
        """True for a line that names a table or figure."""
        return starts_with(self.text, "title") or starts_with(self.text, "figure") or starts_with(self.text, "continued")

    @cached_property
    def is_note(self) -> bool:
        """True for a source, a note or an explanation."""
        return starts_with(self.text, "note")

    @property
    def is_stop(self) -> bool:
        """True for a line no table reaches across."""
        return self.is_caption or self.is_note or self.is_prose


def _extent(words: Sequence[Word]) -> tuple[float, float, float, float]:
    box = hull(words)
    return box.x0, box.x1, box.top, box.bottom


def _is_thousands_pair(before: Word, after: Word) -> bool:
    """ "17" and "730", as yearbooks print thousands."""
    return (
        before.run == after.run and after.text[:3].isdigit() and len(after.text.split(",")[0]) == 3 and before.text[-3:].isdigit()
    )


def _are_two_numbers(before: Word, after: Word) -> bool:
    """ "22.045" and "11.944": each is whole, so a space between them ends a cell however narrow the columns are set."""
    return _GROUPED.fullmatch(before.text) is not None and _GROUPED.fullmatch(after.text) is not None


def line_of(words: Iterable[Word], rules: Sequence[Rule] = ()) -> Line:
    """One line of at least one word."""
    ordered = tuple(sorted(words, key=lambda word: word.x0))
    extent = _extent(ordered)
    middle = (extent[2] + extent[3]) / 2
    return Line(*extent, words=ordered, rules=tuple(rule for rule in rules if rule.start < middle < rule.end))


def lines_of(words: Iterable[Word], rules: Sequence[Rule] = ()) -> list[Line]:
    """Words grouped by height, top to bottom; `rules` are the vertical rules that part neighbours."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        home = next((group for group in reversed(groups[-4:]) if _at_height(word, group)), None)
        if home is None:
            groups.append([word])
        else:
            home.append(word)
    lines = [line_of(group, rules) for group in groups]
    return sorted(lines, key=lambda line: (line.middle, line.x0))


def _at_height(word: Word, group: Sequence[Word]) -> bool:
    top, bottom = median([other.top for other in group]), median([other.bottom for other in group])
    return overlap(word.top, word.bottom, top, bottom) > 0.5 * min(word.height, bottom - top)
