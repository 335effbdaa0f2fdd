"""Which rows are totals: by their label, by arithmetic, or by standing for all the regions above them.

Whether a printed total is right is checked later, with typed values (`transform/totals.py`). Names that only begin like a total
word (JUMILAH, JUMIATI, JUMALI) are persons: labels compare word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from expectations.labels import plain
from extract.grid import CellValue
from extract.tables.cells import NUMBER, YEAR, SheetView
from extract.tables.words import words

_ASIDE = re.compile(r"\(.*?\)|[*:=]+")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_LEAST_SHARE = 0.6


def total_label(text: str) -> Literal["exact", "begins"] | None:
    """How a text announces a total: it is a total word ("JUMLAH", "Jumlah/Total"), or begins with one ("Jumlah Hadir")."""
    first = _FIRST_WORD.match(text.lstrip(" ("))
    if first is None or plain(first.group()) not in words().total_beginnings:
        return None
    bare = _ASIDE.sub(" ", text)
    return "exact" if plain(bare) in words().totals or _all_total_words(bare) else "begins"


def is_aggregate_label(text: str, others: Iterable[str]) -> bool:
    """Whether a label stands above the other rows' labels: the nation over anything, a province over what are no provinces."""
    label = plain(text)
    rest = [plain(other) for other in others if other]
    if label in words().nations:
        return not any(other in words().nations for other in rest)
    name = label.removeprefix("provinsi").removeprefix("propinsi").removeprefix("prov")
    return name in words().provinces and not any(other.removeprefix("provinsi") in words().provinces for other in rest)


def adds_up(view: SheetView, row: int, addends: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether a row's figures are the sums of other rows', in most columns and at least one that is not trivially zero."""
    if len(addends) < 2:
        return False
    agreed = compared = 0
    for column in columns:
        total = figure(view.cells[row][column]) if view.shapes[row][column] in (NUMBER, YEAR) else None
        if total is None or total == 0:
            continue
        parts = [figure(view.cells[r][column]) for r in addends if view.shapes[r][column] in (NUMBER, YEAR)]
        known = [part for part in parts if part is not None]
        if sum(part != 0 for part in known) < 2:
            continue
        compared += 1
        agreed += abs(sum(known) - total) <= max(0.51, 1e-6 * abs(total))
    return compared > 0 and agreed >= _LEAST_SHARE * compared


def figure(value: CellValue) -> float | None:
    """A cell as a number, good enough to compare sums: points in groups of three are thousands, a comma is a decimal."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if not isinstance(value, str):
        return float(value)
    text = re.sub(r"[^\d.,\-]", "", value.removesuffix(",-"))
    if "," in text or _THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def _all_total_words(text: str) -> bool:
    found = _FIRST_WORD.findall(text)
    return 0 < len(found) <= 3 and all(plain(word) in words().totals for word in found)
