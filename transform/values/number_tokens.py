"""One written number: its sign, its thousands and decimal marks, and the words beside it.

Indonesia groups by dots and marks decimals by a comma; programs and some writers do the opposite, often on one page. So the
pattern of each number decides, never a locale: `1.500.000` and `1,500,000` are grouped, `12,5` and `12.5` are not. Grouping that
fits no pattern (`1.500.00`, `7.5000.000`) is ambiguous and withheld.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal

from expectations.documents import read_yaml
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

DecimalMark = Literal[",", "."]
Numeral = Callable[[str], Decimal | None]

_DOT_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{1,2}))?")
_COMMA_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_UNGROUPED = re.compile(r"[0-9]+(?:([.,])(?:[0-9]{1,2}|[0-9]{4,}))?|0+([.,])[0-9]{3}")
_NUMBER = re.compile(
    r"(?P<paren>\()?\s*(?P<minus>[-−–])?\+?\s*(?P<numeral>[0-9](?:[0-9.,]*[0-9])?)(?:\s*[.,][-−–—=]{1,2})?"
    r"\s*(?P<words>[a-z/][a-z/ ]*)?\.?\s*(?(paren)\))"
)
_FIGURES_ONLY = re.compile(r"[-−–+() ]*[0-9][0-9.,\-−–+() ]*")


def read_number(raw: Raw, numeral: Numeral) -> Parsed:
    """A cell as Decimal. In a text, `numeral` reads digits and marks; sign, parentheses, ",-", "juta", "orang" are read here."""
    if isinstance(raw, str):
        text = unquoted(raw)
        return MISSING if says_nothing(text) else _from_text(text.casefold(), numeral)
    if isinstance(raw, bool) or not isinstance(raw, int | float | None):
        return refused("not_a_number")
    if raw is None or raw != raw:
        return MISSING
    return Parsed(Decimal(str(raw))) if math.isfinite(raw) else refused("not_a_number")


def money_numeral(text: str) -> Decimal | None:
    """A count or an amount: a mark before exactly three last digits groups thousands. None where the grouping fits no pattern.

    No count has decimals and no currency has three of them, save those of `currency.THREE_DECIMALS`.
    """
    grouped = _grouped(text)
    if grouped is not None:
        return grouped
    return Decimal(text.replace(",", ".")) if _UNGROUPED.fullmatch(text) else None


def decimal_numeral(text: str, mark: DecimalMark | None = None) -> Decimal | None:
    """A number with any decimals: `1.250` is what the column's decimal `mark` makes of it, None where that is not known."""
    one_group = _ONE_GROUP.fullmatch(text)
    if one_group is None:
        return money_numeral(text)
    if mark is None:
        return None
    return Decimal(text.replace(",", ".")) if one_group.group(1) == mark else _grouped(text)


def decimal_mark(text: str) -> DecimalMark | None:
    """The decimal mark that one numeral proves: `12,5` and `1.250.000` the comma, `12.5` the dot, `1.250` neither."""
    if _ONE_GROUP.fullmatch(text):
        return None
    if _DOT_GROUPED.fullmatch(text):
        return ","
    if _COMMA_GROUPED.fullmatch(text):
        return "."
    found = _UNGROUPED.fullmatch(text)
    mark = found and (found.group(1) or found.group(2))
    return None if not mark else "," if mark == "," else "."


def may_be_a_misread_group(raw: Raw) -> bool:
    """Whether a program may have made this float of a grouped number: `1.25` of "1.250", `64.9` of "64.900"."""
    return isinstance(raw, float) and abs(raw) < 1000 and not raw.is_integer() and round(raw, 3) == raw


def _from_text(text: str, numeral: Numeral) -> Parsed:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return refused("number_ambiguous" if _FIGURES_ONLY.fullmatch(text) else "not_a_number")
    factor = _factor(found["words"] or "")
    if factor is None:
        return refused("not_a_number")
    # "1.500 juta" may be 1.500 or 1500 millions: beside a multiplier no mark is known to group.
    value = numeral(found["numeral"]) if factor == 1 else decimal_numeral(found["numeral"])
    if value is None:
        return refused("number_ambiguous")
    return Parsed(-value * factor if found["paren"] or found["minus"] else value * factor)


def _grouped(text: str) -> Decimal | None:
    found = _DOT_GROUPED.fullmatch(text) or _COMMA_GROUPED.fullmatch(text)
    if found is None:
        return None
    thousands, decimals = found.groups()
    return Decimal(re.sub("[.,]", "", thousands) + ("." + decimals if decimals else ""))


def _factor(written: str) -> int | None:
    """What the words beside a number multiply it by; None for a word that is not known."""
    multipliers, units = _words()
    words = " ".join(re.sub(r"/\s*", " /", written).split())
    if words in units:
        return 1
    first, _, rest = words.partition(" ")
    return multipliers.get(first) if rest in units else None


@cache
def _words() -> tuple[Mapping[str, int], frozenset[str]]:
    document = read_yaml(files("transform.values") / "number_words.yaml")
    return document["multipliers"], frozenset({"", *document["units"]})
