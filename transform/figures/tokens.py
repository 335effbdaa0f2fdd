"""Published numbers, read one token at a time and never by locale alone.

"297.434" is 297,434 in a count column, "19,81%" and "65.73%" stand on one page, "(19,81%)" is negative. What a dash means and
which of several readings holds is decided by the table's sums (`balance.py`), so a token keeps all its possible readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from expectations.labels import RAISED, folded

Column = Literal["count", "percent", "amount"]
"""What a column holds: whole numbers, percentages, or money with decimals."""

_ABSENT = frozenset({"", "n.a.", "n.a", "na", "n/a", "...", "…", "..", "nihil", "tad", "t.a.d.", "x", "none", "null", "nan"})
_DASHES = frozenset({"-", "–", "—", "−", "--", "‐", "‑"})
_BEFORE = re.compile(r"^(?:\(?[rpe]\)|rp\.?|idr|us\$|usd|\$|[▲▼△▽↑↓])\s*", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:orang|pmi|tki|kasus|pengaduan|aduan|jiwa|persen|juta|jt|miliar|milyar|triliun|[▲▼△▽↑↓])\.?$", re.IGNORECASE
)
_FOOTNOTES = re.compile(rf"(?:\s*(?:\*+\)?|[†‡#]|(?<=\d)\s*[rpe]\)|\s+\d\)|[{RAISED}]+\)?))+$", re.IGNORECASE)
_THOUSANDS = {".": re.compile(r"\d{1,3}(?:\.\d{3})+"), ",": re.compile(r"\d{1,3}(?:,\d{3})+")}
_PLAIN = re.compile(r"\d+")
_DECIMAL = re.compile(r"(\d+)([.,])(\d+)")
_BOTH = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d+)|(\d{1,3}(?:,\d{3})+)\.(\d+)")
_DEBRIS = re.compile(r"\d{1,3}\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class Token:
    """One cell as published. `readings` are the numbers it may mean; one reading is certain, several wait for the sums.

    `kind` absent: nothing published; dash: nothing or zero; word: no number. `mark` is the decimal mark seen, if any.
    """

    raw: str
    kind: Literal["number", "dash", "absent", "word"]
    readings: tuple[Decimal, ...] = ()
    percent: bool = False
    mark: str | None = None

    @property
    def value(self) -> Decimal | None:
        """The number, when there is only one reading."""
        return self.readings[0] if len(self.readings) == 1 else None


def read_token(raw: str | None, column: Column) -> Token:
    """The token of a cell in a column of this kind."""
    raw = "" if raw is None else str(raw).strip()
    text = _unspaced(folded(raw).strip())
    if text.casefold() in _ABSENT:
        return Token(raw, "absent")
    if text in _DASHES:
        return Token(raw, "dash")
    digits, sign, percent = _stripped(text)
    readings, mark = _readings(digits, "percent" if percent else column)
    return Token(raw, "number" if readings else "word", tuple(sign * n for n in readings), percent, mark)


def looks_like_debris(raw: str | None) -> bool:
    """Whether a count is printed as 12.72 or 513.0: thousands dots read as decimal points somewhere on the way."""
    return bool(_DEBRIS.fullmatch((raw or "").strip()))


def debris_readings(raw: str) -> tuple[Decimal, ...]:
    """What a count may have been before its thousands dot was read as a decimal point: "12.72" 12,720; "513.0" 513 or 513,000."""
    text = raw.strip()
    if not re.fullmatch(r"\d+(?:\.\d{1,3})?", text):
        return read_token(raw, "count").readings
    number = Decimal(text)
    if number == 0:
        return (Decimal(0),)
    whole = (number.to_integral_value(),) if number == number.to_integral_value() else ()
    return (*whole, (number * 1000).to_integral_value()) if number < 1000 else whole


def _unspaced(text: str) -> str:
    """Digits set apart by the typesetter put together again: "2 9 7 . 4 3 4", "297 434"."""
    if re.fullmatch(r"(?:[\d.,()%-]\s+)+[\d.,()%-]", text) or re.fullmatch(r"\d{1,3}(?:\s\d{3})+", text):
        return re.sub(r"\s+", "", text)
    return text


def _stripped(text: str) -> tuple[str, int, bool]:
    """Digits and marks alone, the sign, and whether a percent sign stood there."""
    text = _FOOTNOTES.sub("", text).strip()
    negative = text.startswith("(") and text.endswith(")")
    text = text.strip("()").strip() if negative else text
    falls = text.startswith(("-", "−", "–")) or (text[:1] in "▼▽↓" and bool(text))
    percent = "%" in text or text.casefold().endswith("persen")
    text = text.lstrip("+-−–").replace("%", "").strip()
    text = _AFTER.sub("", _BEFORE.sub("", text)).strip().removesuffix(",-")
    return text, -1 if negative or falls else 1, percent


def _readings(text: str, column: Column) -> tuple[tuple[Decimal, ...], str | None]:
    if _PLAIN.fullmatch(text):
        return (Decimal(text),), None
    if both := _BOTH.fullmatch(text):
        whole, part = (both[1], both[2]) if both[1] else (both[3], both[4])
        return (Decimal(f"{re.sub('[.,]', '', whole)}.{part}"),), "," if both[1] else "."
    for mark, pattern in _THOUSANDS.items():
        if pattern.fullmatch(text):
            return _grouped(text, mark, column)
    if decimal := _DECIMAL.fullmatch(text):
        return (() if column == "count" else (Decimal(f"{decimal[1]}.{decimal[3]}"),)), decimal[2]
    return (), None


def _grouped(text: str, mark: str, column: Column) -> tuple[tuple[Decimal, ...], str | None]:
    """Three digits behind one mark: thousands among counts, decimals among percentages, either among amounts."""
    thousands = Decimal(text.replace(mark, ""))
    decimal = Decimal(text.replace(mark, ".")) if text.count(mark) == 1 else None
    if column == "count" or decimal is None:
        return (thousands,), None
    return ((decimal,), mark) if column == "percent" else ((thousands, decimal), None)
