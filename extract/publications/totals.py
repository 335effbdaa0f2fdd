"""Which row of a table is its total: by its label, or because its numbers are the sums of the rows above.

The sums only recognise the row; nothing is checked or corrected here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.publications.tokens import has_letters, look, starts_with, vocabulary

Row = Sequence[str | None]


def total_index(rows: Sequence[Row]) -> int | None:
    """Index of the total row: the last one, or the first one, of the table; None where there is none."""
    if len(rows) < 2:
        return None
    for index in (len(rows) - 1, 0):
        if _is_named_total(rows[index]):
            return index
    if len(rows) >= 3 and (_adds_up(rows[:-1], rows[-1]) or _names_the_whole(rows)):
        return len(rows) - 1
    return None


def _names_the_whole(rows: Sequence[Row]) -> bool:
    """True when only the last row is named after a region ("Kecamatan Arjasa" below its villages)."""
    labels = [next((cell for cell in row if cell), "") for row in rows]
    named = [starts_with(label, "region") for label in labels]
    return named[-1] and not any(named[:-1])


def _is_named_total(row: Row) -> bool:
    """True for "Total", "Jumlah", "TOTAL DESA" ... before values, without a running number."""
    label = next((cell for cell in row if cell), "")
    words = re.sub(r"[^\w\s/+]", " ", label).lower().split()
    if not words or not any(cell and look(cell) in ("value", "missing") for cell in row[1:]):
        return False
    text = " ".join(words)
    return text in vocabulary("total") or words[0].split("/")[0] in ("total", "jumlah", "grand")


def _adds_up(above: Sequence[Row], last: Row) -> bool:
    """True when every count of the last row is the sum of the column above it (at least one column, sums above zero)."""
    label = next((cell for cell in last if cell), "")
    if not has_letters(label):
        return False
    verdicts = [verdict for column in range(1, len(last)) if (verdict := _column_adds_up(above, last, column)) is not None]
    return len(verdicts) >= 1 and sum(verdicts) > 0.6 * len(verdicts)


def _column_adds_up(above: Sequence[Row], last: Row, column: int) -> bool | None:
    """Whether one column adds up; None for a column that is not of counts."""
    total = _count(last[column])
    parts = [_count(row[column]) for row in above if row[column]]
    if total is None or total == 0 or len(parts) < 2 or any(part is None for part in parts):
        return None
    return sum(part for part in parts if part is not None) == total


def _count(cell: str | None) -> int | None:
    """A whole number with any grouping; a missing marker counts 0; None for anything else."""
    if cell is None:
        return None
    if look(cell) == "missing":
        return 0
    bare = re.sub(r"\s", "", cell)
    grouped = re.fullmatch(r"\d{1,3}([.,]\d{3})*|\d+", bare)
    return int(re.sub(r"\D", "", bare)) if grouped else None
