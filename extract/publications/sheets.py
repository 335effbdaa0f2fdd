"""A workbook or CSV as a publication: the tables the sheet finder finds, with their cells as published.

A number cell of a workbook has no printed form any more; it is given without grouping, the way it is stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from extract.grid import CellValue, Grid
from extract.publications.model import Paragraph, Publication, PublishedTable
from extract.publications.totals import total_index
from extract.tables.finder import find_tables
from extract.tables.model import SheetReading, Table
from extract.workbook import read_workbook

_KEPT = ("data", "total", "section")


def read_sheets_of(data: bytes, name: str) -> Publication:
    """The tables of every sheet that is not left out. Raises CatalogueError of the workbook reader."""
    workbook = read_workbook(data, name)
    readings = [(grid, find_tables(grid)) for grid in workbook.sheets]
    return Publication(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        format=workbook.format,
        tables=[_published(table, grid) for grid, reading in readings for table in reading.tables],
        paragraphs=[Paragraph(1, text) for grid, reading in readings for text in _lines(grid, reading)],
    )


def _published(table: Table, grid: Grid) -> PublishedTable:
    rows = [_cells(table, grid, row) for row in sorted(table.row_kinds) if table.row_kinds[row] in _KEPT]
    rows = [row for row in rows if any(row)]
    total = total_index(rows)
    title = [text for row in table.rows_of("title") if (text := _text_of(grid, row))] or table.title
    notes = [text for row in table.rows_of("note") if (text := _text_of(grid, row))]
    return PublishedTable(
        page=1,
        title=" ".join(title) or grid.name,
        columns=[column.text for column in table.columns],
        rows=[row for index, row in enumerate(rows) if index != total],
        row_pages=[1] * (len(rows) - (total is not None)),
        total_row=None if total is None else rows[total],
        total_page=None if total is None else 1,
        reader="sheet",
        context=[*title, *notes],
    )


def _cells(table: Table, grid: Grid, row: int) -> list[str | None]:
    return [as_printed(grid.cells[row - 1][column.index - 1]) or None for column in table.columns]


def _text_of(grid: Grid, row: int) -> str:
    return " ".join(text for cell in grid.cells[row - 1] if (text := as_printed(cell)))


def _lines(grid: Grid, reading: SheetReading) -> Iterator[str]:
    """The text of rows outside the tables, of a sheet that is read at all."""
    if reading.tables:
        yield from (text for row in sorted(reading.ignored) if (text := _text_of(grid, row)))


def as_printed(value: CellValue) -> str:
    """A cell as the nearest to what a reader sees: text with single spaces, whole numbers without a decimal part."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.date().isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    return " ".join(str(value).split())
