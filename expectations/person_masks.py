"""Names of persons in the names of files and sheets: the words that are masked, and which sheet a masked name means.

Such names are shown to people who may see no person. Which words are persons' is told (`NameWords`), not found here. The masked
name of a sheet carries the sheet's number, a masked path a tag of its own, so that neither is mistaken for another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from expectations.labels import letters

_LEAST = 3
"""Letters of the shortest word taken for a name."""
_LEAST_TOGETHER = 6
"""Letters of the shortest name written in one ("sitiaminah")."""
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MASK = re.compile(r"\[nama ([a-z]+|\d+)\]")
_ANY_MASK = re.compile(r"\[(?:nama|nomor)\b[^\]]*\]")
_BETWEEN = re.compile(r"[\s._,'’`+-]*")


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words of persons' names in letters, and names written in one."""

    words: frozenset[str]
    together: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> NameWords:
        """The words of these names."""
        split = [[letters(word) for _, _, word in _words(name)] for name in names]
        together = {"".join(words[first:last]) for words in split for first in range(len(words)) for last in _after(first, words)}
        singles = {word for words in split for word in words if len(word) >= _LEAST}
        return cls(frozenset(singles), frozenset(name for name in together if len(name) >= _LEAST_TOGETHER))

    def holds(self, word: str) -> bool:
        """Whether a word is one of a person's name, or such a name written in one."""
        return letters(word) in self.words or letters(word) in self.together


def path_mask(tag: str) -> str:
    """The mask of a path; `tag` in letters tells it from other paths."""
    return f"[nama {tag}]"


def sheet_mask(number: int) -> str:
    """The mask in the name of the sheet at this place of its workbook, from 1."""
    return f"[nama {number}]"


def tag_of(text: str) -> str | None:
    """What stands in the first mask of a masked name; None where there is none."""
    found = _MASK.search(text)
    return found.group(1) if found else None


def words_in(text: str) -> list[str]:
    """The words of a name that are not masked yet."""
    return [word for _, _, word in _words(text)]


def masked(text: str, is_name: Callable[[str], bool], mask: str) -> str:
    """The text with a mask for each run of words that are names; everything else stays."""
    parts: list[str] = []
    done = 0
    for start, end in _runs(text, is_name):
        parts += [text[done:start], mask]
        done = end
    return "".join([*parts, text[done:]])


def sheet_meant(label: str, names: Sequence[str]) -> str | None:
    """Which of a workbook's sheets a label means: the one so named, else the one at the mask's number that fits the rest."""
    if label in names or (tag := tag_of(label)) is None:
        return label if label in names else None
    fits = re.compile(".+".join(re.escape(part) for part in _MASK.split(label)[::2]))
    at = [names[int(tag) - 1]] if tag.isdecimal() and 0 < int(tag) <= len(names) else []
    return next((name for name in at if fits.fullmatch(name)), names[0] if len(names) == 1 else None)


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    """Words with their place, those in one apart where a capital begins the next; masks are no words."""
    closed = [found.span() for found in _ANY_MASK.finditer(text)]
    for found in _WORD.finditer(text):
        if any(start <= found.start() < end for start, end in closed):
            continue
        breaks = [0, *(at.start() for at in _CAMEL.finditer(found.group())), len(found.group())]
        for first, last in pairwise(breaks):
            yield found.start() + first, found.start() + last, found.group()[first:last]


def _runs(text: str, is_name: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where names stand; words of a name with nothing but separators between them are one run."""
    begun: tuple[int, int] | None = None
    for start, end, word in _words(text):
        if not is_name(word):
            continue
        if begun and _BETWEEN.fullmatch(text, begun[1], start):
            begun = (begun[0], end)
            continue
        if begun:
            yield begun
        begun = (start, end)
    if begun:
        yield begun


def _after(first: int, words: Sequence[str]) -> range:
    return range(first + 2, len(words) + 1)
