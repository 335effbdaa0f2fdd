"""Headers whose spans an export has pushed to the left.

Some exports write a spanning cell once and leave out the cells it covered, so that parents stand close together at the left and
nothing stands over the columns at the right. Where the leaf texts repeat in groups of equal size and the parents' numbers fit
those groups, the parents are laid out over them again; otherwise the header stays as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from expectations.labels import plain
from extract.tables.band import Band
from extract.tables.cells import SheetView
from extract.tables.words import words


def spread_collapsed_parents(view: SheetView, band: Band, first: int, last: int) -> list[list[str]] | None:
    """Levels above each column with collapsed parents laid out, or None where this header is not of that kind."""
    if band.bottom - band.top < 1 or any(view.merges.get(row) for row in band.rows):
        return None
    rows = [[view.text(row, column) for column in range(first, last + 1)] for row in band.rows]
    parents = _collapsed_rows(rows)
    leaves = rows[len(parents) :]
    stub = next((offset for offset, text in enumerate(leaves[0]) if text), 0)
    size = _group_size(leaves[0][stub:])
    if not parents or size is None or stub != 1:
        return None
    groups = (last - first + 1 - stub) // size
    laid = _lay_out(parents, stub, groups)
    if laid is None:
        return None
    upper = [[row[0], *(text for text in spans for _ in range(size))] for row, spans in zip(parents, laid, strict=True)]
    return [list(level) for level in zip(*upper, *leaves, strict=True)]


def _collapsed_rows(rows: Sequence[list[str]]) -> list[list[str]]:
    """The leading rows whose texts stand close together at the left with nothing right of them."""
    collapsed = []
    for row in rows[:-1]:
        filled = [offset for offset, text in enumerate(row) if text]
        if not filled or filled[-1] >= len(row) - 1 or filled != list(range(filled[0], filled[-1] + 1)) or len(filled) < 2:
            break
        collapsed.append(row)
    return collapsed


def _group_size(leaves: Sequence[str]) -> int | None:
    """The length of the pattern the leaf texts repeat; None where they do not."""
    texts = [plain(text) for text in leaves]
    for size in range(2, len(texts) // 2 + 1):
        if len(texts) % size == 0 and all(texts[i] == texts[i % size] for i in range(len(texts))):
            return size if len(set(texts[:size])) == size else None
    return None


def _lay_out(parents: Sequence[list[str]], stub: int, groups: int) -> list[list[str]] | None:
    """Each parent row's text a group. The lowest row has a text a group, totals apart; upper ones share them out evenly."""
    texts = [[text for text in row[stub:] if text] for row in parents]
    if len(texts) == 1:
        return [texts[0]] if len(texts[0]) == groups else None
    if len(texts) != 2:
        return None
    upper, lower = texts
    totals = [text for text in upper if plain(text) in words().totals]
    sharing = len(upper) - len(totals)
    if upper[sharing:] != totals or len(lower) + len(totals) != groups or sharing == 0 or len(lower) % sharing:
        return None
    each = len(lower) // sharing
    return [[text for text in upper[:sharing] for _ in range(each)] + totals, lower + [""] * len(totals)]
