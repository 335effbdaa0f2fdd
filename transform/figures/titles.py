"""What a title or a head says is counted: measure, unit, breakdowns, derived or not.

Words only. A text that speaks of costs, wages or targets is no statistic of this kind and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transform.figures.vocabulary import headings, is_one_of, phrases_in, words_of

DERIVED_PERCENT = frozenset({"share", "growth"})
_BREAKDOWN = re.compile(r"\b(?:menurut|berdasarkan|dirinci|dilihat dari|by|per)\b(.*)", re.IGNORECASE | re.DOTALL)
_SHARES = re.compile(r"(?i)\((?:dalam\s+)?(?:persen|%)\)|^(?:tabel\s+[\w.]+\s+)?(?:distribusi\s+)?persentase\b")
_TOP = re.compile(
    r"\b(?:\d+|lima|sepuluh|dua puluh(?: lima)?)\s+[\w/.]+(?:\s+[\w/.]+){0,3}\s+(?:terbesar|terbanyak|tertinggi|utama)"
    r"|\b(?:\d+|lima|sepuluh|dua puluh(?: lima)?)\s+(?:besar|terbesar|terbanyak|tertinggi|utama)\b|\btop\s*\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a text is about. `dimensions` in the order named; `top` when it lists only the largest members."""

    measure: str | None = None
    dimensions: tuple[str, ...] = ()
    other: bool = False
    top: bool = False
    money: str | None = None
    thousands: bool = False
    share: bool = False


def subject_of(text: str) -> Subject:
    """Measure, breakdowns and units a title names."""
    measure = measure_in(text)
    return Subject(
        measure=measure,
        dimensions=dimensions_in(text),
        other=speaks_of_other(text),
        top=bool(_TOP.search(text)),
        money=money_in(text),
        share=bool(_SHARES.search(text)),
        thousands=any(f" {words_of(phrase)} " in f" {words_of(text)} " for phrase in headings()["thousands"]),
    )


def measure_in(text: str) -> str | None:
    """The first measure named, phrases that only contain its word ("negara penempatan") left aside."""
    rest = f" {words_of(text)} "
    for phrase in sorted(map(words_of, headings()["beside"]), key=len, reverse=True):
        rest = rest.replace(f" {phrase} ", " | ")
    found = phrases_in(rest, "measures")
    return found[0][2] if found else None


def measure_beside(text: str) -> str | None:
    """The measure a phrase like "negara penempatan" belongs to, where nothing else tells it."""
    found = phrases_in(text, "measures")
    return found[0][2] if found else None


def speaks_of_other(text: str) -> bool:
    """Whether the text is about costs, wages, targets and the like."""
    words = f" {words_of(text)} "
    return any(f" {words_of(other)} " in words for other in headings()["other_subjects"])


def dimensions_in(text: str) -> tuple[str, ...]:
    """Breakdowns named behind "menurut" or "berdasarkan"; without such a word, anywhere."""
    behind = _BREAKDOWN.search(text)
    return tuple(dict.fromkeys(key for _, _, key in phrases_in(behind[1] if behind else text, "dimensions")))


def head_dimensions(text: str) -> tuple[str, ...]:
    """Breakdowns a column head names, when it is made of nothing else: "NEGARA PENEMPATAN", "KAWASAN/NEGARA"."""
    found = phrases_in(text, "dimensions")
    rest = f" {words_of(text)} "
    for begin, end, _ in sorted(found, reverse=True):
        rest = f"{rest[:begin]} {rest[end:]}"
    fillers = {"pmi", "tki", "asal", "tujuan", "nama", "dan", "terbesar", *headings()["dimension_fillers"]}
    return tuple(dict.fromkeys(key for _, _, key in found)) if all(word in fillers for word in rest.split()) else ()


def derived_in(text: str) -> str | None:
    """share, growth, change, mean or cumulative, if the text says so. A percent sign beside a change makes it a growth."""
    kinds = {key for _, _, key in phrases_in(text, "derived")}
    if "%" in text and not kinds & {"growth", "change", "mean", "cumulative"}:
        return "share"
    if "growth" in kinds or ("change" in kinds and ("%" in text or "share" in kinds)):
        return "growth"
    return next((kind for kind in ("change", "mean", "cumulative", "share") if kind in kinds), None)


def without_derived(text: str) -> str:
    """The text without the words that say it is derived: "% Formal" -> "Formal"."""
    if not phrases_in(text, "derived") and "%" not in text:
        return text
    words = f" {text.strip()} ".replace("%", " ")
    for phrases in headings()["derived"].values():
        for phrase in phrases:
            words = re.sub(rf"(?i)(?<![\w]){re.escape(phrase)}(?![\w])", " ", words)
    return re.sub(r"\s+", " ", words).strip(" ()/.,-")


def money_in(text: str) -> str | None:
    """The unit of money named: usd_million, usd_billion, idr_trillion …"""
    words = f" {words_of(text)} "
    pairs = [(words_of(phrase), unit) for unit, phrases in headings()["money"].items() for phrase in phrases]
    return next((unit for phrase, unit in sorted(pairs, key=lambda pair: -len(pair[0])) if f" {phrase} " in words), None)


def is_number_head(text: str) -> bool:
    """Whether a column head is the running number."""
    return is_one_of(text, "number_heads") or text.strip() == "#"


def is_period_head(text: str) -> bool:
    """Whether a column head announces periods ("TAHUN", "BULAN / TAHUN")."""
    words = words_of(text).split()
    periods = {words_of(entry) for entry in headings()["period_heads"]}
    return bool(words) and all(word in periods for word in words)
