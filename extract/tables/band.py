"""A band of header rows: where it lies, what it covers, and how much speaks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from expectations.labels import plain
from extract.tables.cells import Merge, SheetView
from extract.tables.headings import is_same_header, is_wordy
from extract.tables.model import Evidence

ACCEPTED = 0.42
_STEEPNESS = 8
_SAMPLE = 14


@dataclass(slots=True)
class Band:
    """Header rows `top` to `bottom` (0-based), the column-number row below if there is one, and what speaks for them.

    `doubtful` are other tops or bottoms that could be meant as well.
    """

    top: int
    bottom: int
    number_row: int | None = None
    score: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)
    doubtful: list[tuple[int, int]] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """The score as a degree of belief: a half where it is only just enough."""
        return 1 / (1 + math.exp(_STEEPNESS * (ACCEPTED - self.score)))

    @property
    def last(self) -> int:
        """The last row that belongs to the header, column numbers included."""
        return self.bottom if self.number_row is None else self.number_row

    @property
    def rows(self) -> range:
        """All header rows."""
        return range(self.top, self.bottom + 1)


def body_sample(view: SheetView, start: int) -> list[int]:
    """The first rows below a header that are not blank, up to a gap of three blank rows."""
    sample: list[int] = []
    gap = 0
    for row in range(start, len(view.fills)):
        gap = gap + 1 if view.fills[row] == 0 else 0
        if gap > 2 or len(sample) == _SAMPLE:
            break
        if view.fills[row]:
            sample.append(row)
    return sample


def is_repeat(view: SheetView, band: Band, row: int) -> bool:
    """Whether a row repeats a row of this header."""
    return is_wordy(view.shapes[row]) and is_same_header(view.plain_texts(row), head_texts(view, band))


def head_texts(view: SheetView, band: Band) -> list[frozenset[str]]:
    """Plain texts that a repeated header may have: those of each header row, or the lowest text of every column."""
    rows = [view.plain_texts(row) for row in band.rows]
    leaves: dict[int, str] = {}
    for row in band.rows:
        leaves |= {column: plain(text) for column, text in view.texts(row)}
    return [*rows, frozenset(leaves.values()) - {""}]


def headed_columns(view: SheetView, band: Band) -> list[int]:
    """Columns with a header text of their own or under a merge of the band."""
    columns = {column for row in band.rows for column in view.filled(row)}
    for top, left, bottom, right in spans(view, band):
        if any(view.shapes[r][left : left + 1].strip() for r in range(top, bottom + 1)):
            columns |= set(range(left, right + 1))
    return sorted(columns)


def spans(view: SheetView, band: Band) -> set[Merge]:
    """The merges that begin in the band."""
    return {merge for row in band.rows for merge in view.merges.get(row, ()) if merge[0] >= band.top}
