"""Cells through python-calamine: the step xlsx, xls and xlsb share once their size is known to be bearable.

What it delivers, kept as it is: numbers as float (xls also int), dates by number format as date, datetime, time or timedelta,
text as str. Error cells (#N/A, #REF!) and formulas without a cached value arrive as the empty string.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from expectations.catalogue import CatalogueError
from extract.formats.canvas import trimmed
from extract.formats.limits import MAX_CELLS, MAX_SHEETS
from extract.formats.refusals import reader_faults, too_many_cells
from extract.grid import Grid

_STANDARD_ERROR = 2


@contextmanager
def _quietly() -> Iterator[None]:
    """Send what native code writes to standard error nowhere: a panic prints a page, and may print the text of a cell."""
    kept = os.dup(_STANDARD_ERROR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)
        os.close(nowhere)


def read_cells(data: bytes) -> list[Grid]:
    """All worksheets in workbook order; chart and macro sheets are left out.

    Raises CatalogueError: `file_corrupt`, `file_password_protected`, `file_too_many_sheets`.
    """
    with _quietly():
        return _read(data)


def _read(data: bytes) -> list[Grid]:
    with reader_faults("the workbook's table of contents"):
        try:
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError as fault:
            raise CatalogueError("file_password_protected") from fault
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    check_sheet_count(len(sheets))
    grids: list[Grid] = []
    left = MAX_CELLS
    for sheet in sheets:
        grids.append(_grid(workbook, sheet.name, left, hidden=sheet.visible != SheetVisibleEnum.Visible))
        left -= grids[-1].height * grids[-1].width
    return grids


def check_sheet_count(count: int) -> None:
    """Raises CatalogueError `file_too_many_sheets`."""
    if count > MAX_SHEETS:
        raise CatalogueError("file_too_many_sheets", sheets=count, limit=MAX_SHEETS)


def _grid(workbook: CalamineWorkbook, name: str, budget: int, *, hidden: bool) -> Grid:
    with reader_faults(f"sheet {name}"):
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > budget:
            raise too_many_cells(name, sheet.total_height, sheet.total_width)
        rows = sheet.to_python(skip_empty_area=False)
        merges = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return trimmed(name, rows, merges, hidden=hidden)
