"""A second, independent reading of the tables of a PDF, and how far it agrees with the first.

camelot decodes and lays out the page on its own; it is told where a table and its columns are, since finding them is what it does
worst. A cell is doubtful only where the second reader sees another figure in it, not where it sees none.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from itertools import groupby

from extract.publications.table import Agreement, PageTable
from extract.publications.tokens import is_figure

MOST_PAGES = 60
"""Pages of one document that are read twice; at a quarter of a second each, a longer yearbook would wait for minutes."""
_MARGIN = 4.0

log = logging.getLogger(__name__)

Grid = list[list[str]]


def agreements(data: bytes, tables: Sequence[PageTable], heights: Mapping[int, float]) -> dict[int, Agreement]:
    """The agreement of each table, by its place in `tables`; none for pages beyond the limit or that camelot cannot read.

    `heights` are the heights in points of the pages that stand upright; tables of other pages are not compared.
    """
    numbered = [(place, table) for place, table in enumerate(tables) if table.page in heights]
    found: dict[int, Agreement] = {}
    for count, (page, group) in enumerate(groupby(numbered, key=lambda pair: pair[1].page)):
        if count >= MOST_PAGES:
            break
        places, own = zip(*group, strict=True)
        grids = _second_grids(data, page, own, heights[page])
        found.update({place: compare(table.rows, grid) for place, table, grid in zip(places, own, grids, strict=False)})
    return found


def _second_grids(data: bytes, page: int, tables: Sequence[PageTable], height: float) -> list[Grid]:
    """camelot's cells of each table, in order; empty when it fails on the page or loses a table."""
    from camelot.io import read_pdf

    boxes = [table.box.grown(_MARGIN, _MARGIN) for table in tables]
    areas = [f"{box.x0},{height - box.top},{box.x1},{height - box.bottom}" for box in boxes]
    columns = [",".join(f"{left:.1f}" for left, _ in table.columns[1:]) for table in tables]
    try:
        found = read_pdf(io.BytesIO(data), pages=str(page), flavor="stream", table_areas=areas, columns=columns)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, ZeroDivisionError) as fault:
        log.warning("second reader gave up on page %d: %s", page, type(fault).__name__)
        return []
    return [table.data for table in found] if len(found) == len(tables) else []


def compare(rows: Sequence[Sequence[str]], second: Grid) -> Agreement:
    """How a second reader's rows agree with ours. A row's twin is the row left that shares most of its cells, at least half."""
    agreement = Agreement()
    left = [(line, {_squeezed(piece) for cell in line for piece in cell.split("\n") if piece.strip()}) for line in second]
    for index, row in enumerate(rows):
        cells = {_squeezed(cell) for cell in row if cell}
        twin = max(left, key=lambda pair: len(cells & pair[1]), default=None)
        if twin is not None and 2 * len(cells & twin[1]) >= len(cells) > 1:
            _compare_row(index, row, twin[0], agreement)
            left.remove(twin)
    return agreement


def _compare_row(index: int, row: Sequence[str], twin: Sequence[str], agreement: Agreement) -> None:
    for column, (cell, other) in enumerate(zip(row, twin, strict=False)):
        if not cell or not is_figure(cell):
            continue
        seen = [_squeezed(piece) for piece in other.split("\n") if is_figure(piece)]
        agreement.compared += 1
        if _squeezed(cell) in seen or _squeezed(cell) == _squeezed(other):
            agreement.alike += 1
        elif seen:
            agreement.doubtful.append((index, column))


def _squeezed(text: str) -> str:
    return "".join(text.split())
