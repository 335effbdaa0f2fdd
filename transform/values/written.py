"""How a cell reads as one line of text, whatever type the spreadsheet gave it.

A number typed as text and a text typed as a number must meet in the same form before a reader looks at them: `12.0` is
"12". It decides nothing about meaning, except whether a cell says "nothing here".
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from expectations.codes import is_missing
from expectations.labels import tidy
from transform.values.parsed import Raw

APOSTROPHES = "'’‘‛`´′"
# Two quick answers before the list is asked: a text that ends in a digit says something (missing is never 0), and so does a
# longer one that starts with a letter or digit, for no word for "missing" has as many characters.
_LONGEST_MISSING_WORD = 12
_is_missing = lru_cache(maxsize=8192)(is_missing)


def written(raw: Raw) -> str:
    """The cell as tidy text: a whole float without its ".0", a date in ISO form, an empty cell as ""."""
    if type(raw) is str:
        if raw.isascii() and raw.isprintable() and "  " not in raw:
            return raw.strip()
        return tidy(raw)
    if isinstance(raw, float):
        return _written_float(raw)
    if isinstance(raw, dt.datetime) and raw.time() == dt.time.min:
        return raw.date().isoformat()
    if isinstance(raw, bool):
        return str(raw).upper()
    return "" if raw is None else str(raw)


def unquoted(raw: Raw) -> str:
    """The text without the apostrophe that marks a text cell ("'3502…"); for types in which an apostrophe means nothing."""
    text = written(raw)
    return text.strip(APOSTROPHES + " ") if text[:1] in APOSTROPHES or text[-1:] in APOSTROPHES else text


def says_nothing(text: str) -> bool:
    """Whether tidy text is blank, a dash, n/a, nihil or a broken formula."""
    if text[-1:].isdecimal() or (len(text) > _LONGEST_MISSING_WORD and text[0].isalnum()):
        return False
    return not text or _is_missing(text)


def _written_float(number: float) -> str:
    if number != number:
        return ""
    return str(int(number)) if number.is_integer() else repr(number)
