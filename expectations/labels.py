"""How two written labels are compared everywhere: without case, punctuation and spacing.

Used for header words, code labels, region names. It folds writing, not meaning: synonyms are data in the contracts and code
lists.
"""

from __future__ import annotations

import re
import unicodedata

_NOT_PLAIN = re.compile(r"[^0-9a-z]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Superscript digits: marks of footnotes, never part of the number or name before them."""
_BUT_RAISED = re.compile(f"[^{RAISED}]+")


def folded(text: object) -> str:
    """The text with full-width characters, ligatures and the like folded (NFKC), superscript digits left as they are."""
    text = str(text)
    return text if text.isascii() else _BUT_RAISED.sub(lambda part: unicodedata.normalize("NFKC", part.group()), text)


def tidy(text: object) -> str:
    """The text with full-width characters folded, invisible ones dropped and runs of white space made one space."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", folded(text))).strip()


def plain(text: object) -> str:
    """Letters and digits only, lower case: "No. KTP " -> "noktp"."""
    return _NOT_PLAIN.sub("", folded(text).casefold())


def letters(text: object) -> str:
    """Letters only, lower case: how village names are compared ("KARANG LO-KIDUL" -> "karanglokidul")."""
    return re.sub(r"[^a-z]+", "", folded(text).casefold())
