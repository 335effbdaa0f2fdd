"""What a printed token may be: a value, a missing marker, a year, a column number, or words.

Decides only how a token looks, never what number it is; that belongs to the figures.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

from expectations.documents import read_yaml
from expectations.labels import RAISED

Look = Literal["value", "missing", "year", "column_number", "words"]

_MARKS = rf"[*†‡{RAISED}ʳ]*\)?"
_VALUE = re.compile(rf"[(\[+\-–−±]*\s?\d[\d.,'\u00a0\s]*\s?[%‰]?[)\]]?\s?(?:{_MARKS}|r\)?)")
_YEAR = re.compile(rf"\(?(?:19|20)\d\d\)?\s?{_MARKS}")
_COLUMN_NUMBER = re.compile(r"[(\[]\s?(?:\d{1,2}|[a-z])\s?[)\]]")
_LETTERS = re.compile(r"[^\W\d_]")


@cache
def vocabulary(kind: str) -> tuple[str, ...]:
    """The words of one kind from `words.yaml`, longest first. Raises KeyError for an unknown kind."""
    words = read_yaml(files("extract.publications") / "words.yaml")
    return tuple(sorted((str(word) for word in words[kind]), key=len, reverse=True))


def look(text: str) -> Look:
    """How a token looks; a currency mark before a value does not matter."""
    bare = _without_currency(text.strip())
    if bare.lower() in vocabulary("missing"):
        return "missing"
    if _COLUMN_NUMBER.fullmatch(bare):
        return "column_number"
    if _YEAR.fullmatch(bare):
        return "year"
    return "value" if _VALUE.fullmatch(bare) else "words"


def _without_currency(text: str) -> str:
    first, _, rest = text.partition(" ")
    if first.lower() in vocabulary("currency"):
        return rest.strip() or text
    return re.sub(r"^(?:rp|us\$|idr)\.?\s?(?=[\d(-])", "", text, flags=re.IGNORECASE)


def is_figure(text: str) -> bool:
    """True for what can stand in a value cell of a table's body: a number or a missing marker."""
    return look(text) in ("value", "missing")


def has_letters(text: str) -> bool:
    """True when any letter is in it."""
    return _LETTERS.search(text) is not None


def starts_with(text: str, kind: str) -> bool:
    """True when the text begins with one of the words of this kind."""
    lowered = text.lower().lstrip()
    return any(
        lowered.startswith(word) and (not word[-1].isalpha() or not lowered[len(word) : len(word) + 1].isalpha())
        for word in vocabulary(kind)
    )


def mentions(text: str, kind: str) -> bool:
    """True when one of the words of this kind stands anywhere in the text."""
    return any(word in text.lower() for word in vocabulary(kind))


def is_one_of(text: str, kind: str) -> bool:
    """True when the text is one of the words of this kind, but for case and a closing colon or dot."""
    return text.lower().strip().rstrip(":").strip() in vocabulary(kind)
