"""From header rows to columns: where a table begins and ends, and the levels of text above each column.

Merged parents are repeated over what they span. Where a file has no merges in its header, a parent that stands over blanks
spreads to the right as far as there are children and nothing else begins.
"""

from __future__ import annotations

from expectations.labels import plain
from extract.tables.band import Band, body_sample, headed_columns
from extract.tables.cells import BLANK, SheetView
from extract.tables.collapsed import spread_collapsed_parents
from extract.tables.model import Column

_MOSTLY = 0.5


def table_columns(view: SheetView, band: Band) -> list[Column]:
    """The columns of a table, left to right, spacer columns inside it included (their text is empty)."""
    first, last = extent(view, band)
    levels = spread_collapsed_parents(view, band, first, last) or _levels(view, band, first, last)
    return [Column(first + offset + 1, _joined(texts)) for offset, texts in enumerate(levels)]


def extent(view: SheetView, band: Band) -> tuple[int, int]:
    """First and last column (0-based): what the header covers, and unnamed columns beside it that the body fills."""
    headed = headed_columns(view, band)
    first, last = headed[0], headed[-1]
    sample = body_sample(view, band.last + 1)
    while first > 0 and _is_filled(view, sample, first - 1):
        first -= 1
    while last + 1 < view.grid.width and _is_filled(view, sample, last + 1):
        last += 1
    return first, last


def _is_filled(view: SheetView, sample: list[int], column: int) -> bool:
    return bool(sample) and sum(view.shapes[row][column] != BLANK for row in sample) >= _MOSTLY * len(sample)


def _levels(view: SheetView, band: Band, first: int, last: int) -> list[list[str]]:
    """Texts above each column, one a header row, parents repeated."""
    has_merges = any(m[3] > m[1] for row in band.rows for m in view.merges.get(row, ()) if m[0] >= band.top)
    rows = [_row_texts(view, row, first, last) for row in band.rows]
    for depth in range(len(rows) - 1):
        if not has_merges:
            _spread(rows, depth)
    return [[row[offset] for row in rows] for offset in range(last - first + 1)]


def _row_texts(view: SheetView, row: int, first: int, last: int) -> list[str]:
    texts = [view.text(row, column) for column in range(first, last + 1)]
    for top, left, bottom, right in view.merges.get(row, ()):
        if left <= last and right >= first and top < len(view.cells) and (right > left or bottom > top):
            parent = view.text(top, left)
            for column in range(max(left, first), min(right, last) + 1):
                texts[column - first] = parent
    return texts


def _spread(rows: list[list[str]], depth: int) -> None:
    """Repeat each parent over the blanks to its right that have children; a blank with no child ends the span."""
    row, below = rows[depth], rows[depth + 1 :]
    parent = ""
    for offset, text in enumerate(row):
        has_child = any(level[offset] for level in below)
        if text:
            parent = text if has_child else ""
        elif not has_child or _is_border(rows, depth, offset):
            parent = ""
        elif parent:
            row[offset] = parent


def _is_border(rows: list[list[str]], depth: int, offset: int) -> bool:
    """Whether the parents one level up change at this column."""
    return depth > 0 and rows[depth - 1][offset] != rows[depth - 1][offset - 1]


def _joined(texts: list[str]) -> tuple[str, ...]:
    """Levels top to bottom, blanks left out, equal neighbours once; ("",) for an unnamed column."""
    levels: list[str] = []
    for text in texts:
        if text and (not levels or plain(levels[-1]) != plain(text) or not plain(text)):
            levels.append(text)
    return tuple(levels) or ("",)
