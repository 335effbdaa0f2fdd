"""Tables beside each other: a sheet cut into strips at columns that are blank from top to bottom.

A blank column is not enough, since tables have spacer columns too: a strip stands alone only if it has a header of its own that
begins anew: with a running number, on another row, or with the words of its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator

from expectations.labels import plain
from extract.grid import Grid
from extract.tables.band import ACCEPTED, Band
from extract.tables.cells import SheetView
from extract.tables.header import grow
from extract.tables.headings import may_head
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.words import words

_SAME_WORDS = 0.6


def strips(view: SheetView, vocabulary: HeaderVocabulary) -> list[tuple[int, int]]:
    """First and last column (0-based) of each strip; one strip for a sheet that is not cut."""
    kept: list[tuple[int, int]] = []
    for run in _filled_runs(view):
        if not kept or _stands_alone(view, kept[-1], run, vocabulary):
            kept.append(run)
        else:
            kept[-1] = (kept[-1][0], run[1])
    return kept if len(kept) > 1 else [(0, view.grid.width - 1)]


def cut(grid: Grid, first: int, last: int) -> Grid:
    """The part of a grid between two columns (0-based, inclusive)."""
    merges = [(t, max(left, first) - first, b, min(right, last) - first) for t, left, b, right in grid.merges
              if left <= last and right >= first]  # fmt: skip
    return Grid(grid.name, [row[first : last + 1] for row in grid.cells], merges, grid.hidden)


def _filled_runs(view: SheetView) -> Iterator[tuple[int, int]]:
    begun = None
    for column, is_filled in enumerate([*_filled_columns(view), False]):
        if is_filled and begun is None:
            begun = column
        elif not is_filled and begun is not None:
            yield begun, column - 1
            begun = None


def _filled_columns(view: SheetView) -> list[bool]:
    return [any(letter != " " for letter in letters) for letters in zip(*view.shapes, strict=True)]


def _stands_alone(view: SheetView, left: tuple[int, int], right: tuple[int, int], vocabulary: HeaderVocabulary) -> bool:
    if left[1] == left[0] or right[1] == right[0]:
        return False
    first, second = _header_of(view, left, vocabulary), _header_of(view, right, vocabulary)
    if first is None or second is None:
        return False
    (band, texts), (other, other_texts) = first, second
    begins_anew = other_texts[0] in words().numbering and texts[0] in words().numbering
    shared = len(set(texts) & set(other_texts)) / max(len(other_texts), 1)
    return begins_anew or shared >= _SAME_WORDS or band.top != other.top


def _header_of(view: SheetView, strip: tuple[int, int], vocabulary: HeaderVocabulary) -> tuple[Band, list[str]] | None:
    part = SheetView(cut(view.grid, *strip))
    for row in range(len(part.cells)):
        if may_head(part, row):
            band = grow(part, row, -1, vocabulary)
            if band.score >= ACCEPTED:
                return band, [plain(text) or text for _, text in part.texts(band.top)]
    return None
