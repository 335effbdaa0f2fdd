"""The words a sheet speaks with: totals, notes, signatures, labels, units. Read once from `words.yaml`.

Only looks words up; what a word means for a row is decided where the rows are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from expectations.documents import read_yaml
from expectations.labels import plain

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Words:
    """All lists of `words.yaml`, each in plain form."""

    numbering: frozenset[str]
    headers: frozenset[str]
    totals: frozenset[str]
    total_beginnings: frozenset[str]
    nations: frozenset[str]
    provinces: frozenset[str]
    notes: frozenset[str]
    signatures: frozenset[str]
    signature_openings: frozenset[str]
    labels: frozenset[str]
    titles: frozenset[str]
    sections: frozenset[str]
    nothing_to_report: frozenset[str]
    examples: frozenset[str]
    instruction_sheets: frozenset[str]
    correction_sheets: frozenset[str]
    correction_titles: frozenset[str]
    list_sheets: frozenset[str]
    units: frozenset[str]
    months: frozenset[str]
    file_names: frozenset[str]


@cache
def words() -> Words:
    """The word lists. Raises KeyError when the document lacks one of them."""
    document = read_yaml(files("extract.tables").joinpath("words.yaml"))
    return Words(**{field.name: frozenset(plain(word) or word for word in document[field.name]) for field in fields(Words)})


def begins_with(text: str, known: frozenset[str]) -> bool:
    """Whether the text's first one to four words are a known word ("Dusun Krajan", "a.n. Kepala Desa")."""
    leading = ""
    for found in _WORD.findall(text)[:_MOST_WORDS]:
        leading += plain(found)
        if leading in known:
            return True
    return False
