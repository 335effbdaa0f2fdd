"""A region of a page into a table: columns, header, rows and what stands around it.

The joint of the small steps; each decision is made in the module that is named after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.publications.columns import columns_of, text_extents
from extract.publications.geometry import Box, Interval, Word, hull, median
from extract.publications.header_lines import is_column_numbers, split_header
from extract.publications.headers import Ground, column_names, headings_of, numbered_columns, standing_name
from extract.publications.lines import Line
from extract.publications.regions import Region, full_bars
from extract.publications.rows import Cells, cells_of, rows_of, with_spanning_labels
from extract.publications.tokens import has_letters, is_figure


@dataclass(slots=True)
class Agreement:
    """How a second reading of one page table compares: cells compared, cells read alike, (row, column) of doubtful ones."""

    compared: int = 0
    alike: int = 0
    doubtful: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class PageTable:
    """One table on one page, before continued ones are joined. `numbers` are its column numbers, if it prints them."""

    page: int
    box: Box
    columns: list[Interval]
    names: list[str]
    rows: list[Cells]
    region: Region
    title: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    surrounding: list[Line] = field(default_factory=list)
    agreement: Agreement | None = None


def table_of(region: Region, page: int, standing: Sequence[Word], given: Sequence[Interval] | None = None) -> PageTable | None:
    """The table of a region; None when it has no body or only one column.

    `standing` are words set at a right angle, `given` the columns where they are known from the page before.
    """
    extent = region.frame or hull(region.lines)
    header, body = split_header(region.lines, full_bars(region.ruling, extent))
    if not body:
        return None
    columns = list(given or numbered_columns(header, columns_of(header, body, region.ruling, region.frame)))
    if len(columns) < 2:
        return None
    pitch = median([after.middle - before.middle for before, after in pairwise(body)])
    ground = Ground(text_extents(body, columns), _worded(body, columns), region.ruling, pitch)
    headings = headings_of(header, columns, ground)
    title = [heading.text for heading in headings if len(heading.columns) == len(columns)]
    names = column_names([heading for heading in headings if len(heading.columns) < len(columns)], len(columns))
    names = [name or standing_name(column, standing, extent, body[0].top) for name, column in zip(names, columns, strict=True)]
    rows = [row for row in _rows(body, columns, region, extent) if any(row) and not _repeats(row, names)]
    if given is None:
        columns, names, rows = _without_empty(columns, names, rows)
    return PageTable(page, extent, columns, names, rows, region, title, [], _numbers(header)) if rows else None


def _rows(body: Sequence[Line], columns: Sequence[Interval], region: Region, extent: Box) -> list[Cells]:
    lines = rows_of(body, columns, region.ruling, extent)
    rows = [cells_of(row, columns) for row in lines]
    return with_spanning_labels(lines, rows, columns, region.ruling, extent) if region.frame is not None else rows


def _worded(body: Sequence[Line], columns: Sequence[Interval]) -> frozenset[int]:
    """The columns in which the body mostly holds words."""
    rows = [cells_of([line], columns) for line in body]
    filled = {index: [row[index] for row in rows if row[index]] for index in range(len(columns))}
    return frozenset(index for index, texts in filled.items() if 2 * sum(has_letters(text) for text in texts) > len(texts))


def _repeats(row: Cells, names: Sequence[str]) -> bool:
    """True for a header row printed again inside the table."""
    return all(not cell or cell in name for cell, name in zip(row, names, strict=True)) and any(row)


def _without_empty(columns: list[Interval], names: list[str], rows: list[Cells]) -> tuple[list[Interval], list[str], list[Cells]]:
    """The table without columns that have neither name nor cell, or no name and a few words only (a remark beside it)."""
    kept = [index for index, name in enumerate(names) if name or not _is_beside([row[index] for row in rows], any(names))]
    rows = [_with_lost_label(row, kept) for row in rows]
    return [columns[index] for index in kept], [names[index] for index in kept], [[row[index] for index in kept] for row in rows]


def _with_lost_label(row: Cells, kept: Sequence[int]) -> Cells:
    """The row with its only label moved out of a column that is given up: "Sub Jumlah" set to the right of a spanning cell."""
    first = next((index for index, cell in enumerate(row) if cell), 0)
    home = max((index for index in kept if index < first), default=None)
    if first in kept or home is None or not any(row[index] for index in kept):
        return row
    return [*row[:home], row[first], *row[home + 1 : first], "", *row[first + 1 :]]


def _is_beside(cells: Sequence[str], has_names: bool) -> bool:
    """True for an unnamed column that is empty or, in a table with names, holds words in at most a fifth of its rows."""
    filled = [cell for cell in cells if cell]
    return not filled or (has_names and 5 * len(filled) <= len(cells) and not any(is_figure(cell) for cell in filled))


def _numbers(header: Sequence[Line]) -> list[str]:
    line = next((line for line in header if is_column_numbers(line)), None)
    return [phrase.text for phrase in line.phrases] if line else []


def is_contents(table: PageTable, announced: bool) -> bool:
    """True for a table of contents: entries without column heads whose page numbers never fall."""
    pages = [row[-1] for row in table.rows]
    numbers = [int(page) for page in pages if page.isdecimal()]
    entries = all(any(has_letters(cell) for cell in row[:-1]) for row in table.rows)
    rising = all(before <= after for before, after in pairwise(numbers)) and len(numbers) >= 0.5 * len(pages)
    return entries and rising and (announced or (not any(table.names) and len(numbers) >= 4 and max(numbers) < 1000))
