"""Which cells of a received file are a person's: everything in the person's row of a table, but for what is only counted.

Knows tables and contracts, so it can keep sex, status and the like where they stand and leave the neighbour's table in the same
row alone. A row in no table goes whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from expectations.anonymity import anonymous_fields
from expectations.catalogue import CatalogueError
from expectations.contract import load_contracts
from expectations.labels import letters
from extract.grid import CellValue, Grid, Workbook
from extract.landing import LandingStore
from extract.redaction import ErasedRow, cells_with_number, redacted
from extract.sheet_labels import labelled
from extract.tables.finder import find_tables
from extract.tables.model import SheetReading, Table
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook
from flows.erasure_ledger import CutPart, ErasureLedger
from transform.erasure import KeptOut
from transform.identity_numbers import person_name_field
from transform.records import Rows
from transform.submission import read_sheet

Cell = tuple[str, int, int | None, str | None]
"""Sheet, row and, where they are known, column and dataset of what is to go; rows and columns from 1."""

_Wanted = tuple[int, int | None, str | None]
"""A cell within its sheet."""

_DIGITS_A_NUMBER_CELL_KEEPS = 15


def redact_kept(
    store: LandingStore, ledger: ErasureLedger, sha256: str, name: str, labels: Iterable[str], kept_out: Iterable[KeptOut]
) -> None:
    """Put a redacted copy without these rows in the place of a kept file; `name` is the file's name. Safe to repeat.

    `labels` are what sheets named after a person are called elsewhere: so they are called in the copy, too.
    """
    workbook = labelled(read_workbook(store.open(sha256), PurePath(name).name), labels)
    cells: list[Cell] = []
    for row in kept_out:
        if not row.is_mention:
            cells.append((row.place.sheet, row.place.row, None, row.place.dataset))
        cells += [(*cell, None) for cell in (number_cells(workbook, row.nik, ()) if row.nik else ())]
    redact(store, ledger, sha256, workbook, erased_rows(workbook, cells))


def redact(store: LandingStore, ledger: ErasureLedger, sha256: str, workbook: Workbook, parts: Sequence[ErasedRow]) -> None:
    """Note what goes out of a kept file, then put a copy without it in its place. `workbook` is what the file holds."""
    numbers = {grid.name: number for number, grid in enumerate(workbook.sheets, 1)}
    ledger.note_cuts(
        sha256,
        (CutPart(numbers[part.sheet], part.row, part.first, part.last, tuple(sorted(part.kept)), part.name) for part in parts),
    )
    store.replace_redacted(sha256, redacted(workbook, parts))


def redact_again(store: LandingStore, sha256: str, name: str, labels: Iterable[str], cuts: Iterable[CutPart]) -> None:
    """Cut out of an original that came back what was cut out of it before."""
    workbook = labelled(read_workbook(store.open(sha256), PurePath(name).name), labels)
    sheets = [grid.name for grid in workbook.sheets]
    parts = [ErasedRow(sheets[cut.sheet - 1], cut.row, cut.first, cut.last, frozenset(cut.kept), cut.name) for cut in cuts]
    store.replace_redacted(sha256, redacted(workbook, parts))


def erased_rows(workbook: Workbook, cells: Iterable[Cell], names: Sequence[str] = ()) -> list[ErasedRow]:
    """What goes for each of these cells. `names` are the person's: a row that bears one is the person's, whatever its number.

    The one sheet of a format without sheet names is called after the file, which may have come under several names.
    """
    only = workbook.sheets[0].name if len(workbook.sheets) == 1 else None
    by_sheet: dict[str, set[_Wanted]] = {}
    for sheet, row, column, dataset in cells:
        by_sheet.setdefault(only or sheet, set()).add((row, column, dataset))
    known = frozenset(letters(name) for name in names)
    found: list[ErasedRow] = []
    for grid in workbook.sheets:
        if grid.name in by_sheet:
            found += _of_sheet(grid, by_sheet[grid.name], known)
    return found


def number_cells(workbook: Workbook, nik: str, names: Sequence[str]) -> list[tuple[str, int, int]]:
    """(sheet, row, column) of cells that hold the NIK; also where a number cell lost its last digit beside the person's name."""
    known = {letters(name) for name in names}
    return [*cells_with_number(workbook, nik), *_rounded_cells(workbook, nik[:_DIGITS_A_NUMBER_CELL_KEEPS], known)]


def _rounded_cells(workbook: Workbook, beginning: str, names: set[str]) -> Iterator[tuple[str, int, int]]:
    for grid in workbook.sheets:
        for row, cells in enumerate(grid.cells, 1):
            for column, value in enumerate(cells, 1):
                if _is_rounded(value, beginning) and any(isinstance(cell, str) and letters(cell) in names for cell in cells):
                    yield grid.name, row, column


def _is_rounded(value: CellValue, beginning: str) -> bool:
    return isinstance(value, float | int) and 10**15 <= value < 10**16 and str(int(value)).startswith(beginning)


def _of_sheet(grid: Grid, wanted: Iterable[_Wanted], names: frozenset[str]) -> Iterator[ErasedRow]:
    reading = find_tables(grid, contract_vocabulary())
    records = [rows for part in read_sheet(grid, reading) for rows in part.rows]
    for row, column, dataset in wanted:
        parts = []
        for table in _tables_at(reading, row, column):
            rows = next((rows for rows in records if row in rows.source_rows and _lies_in(rows, table)), None)
            if dataset is None or (rows is not None and rows.dataset == dataset):
                parts.append(_in_table(grid, table, row, column, rows, names))
        yield from parts or [ErasedRow(grid.name, row, 1, grid.width)]


def _tables_at(reading: SheetReading, row: int, column: int | None) -> list[Table]:
    return [
        table
        for table in reading.tables
        if row in table.data_rows and (column is None or table.first_col <= column <= table.last_col)
    ]


def _in_table(grid: Grid, table: Table, row: int, column: int | None, rows: Rows | None, names: frozenset[str]) -> ErasedRow:
    """The row as far as it lies in this table; only the cell where somebody else's row mentions the number."""
    if rows is None:
        return ErasedRow(grid.name, row, table.first_col, table.last_col)
    if column is not None and _is_mention(grid.cells[row - 1], column, rows, names):
        return ErasedRow(grid.name, row, column, column, is_mention=True)
    contract = load_contracts()[rows.dataset]
    counted = anonymous_fields(contract)
    kept = frozenset(at for field, at in rows.columns.items() if at and field in counted)
    gone = frozenset(at for field, at in rows.columns.items() if at and field not in counted)
    name = rows.columns.get(person_name_field(contract) or "")
    return ErasedRow(grid.name, row, table.first_col, table.last_col, kept - gone, name, rows.dataset)


def _is_mention(cells: Sequence[CellValue], column: int, rows: Rows, names: frozenset[str]) -> bool:
    """Whether a number outside the column of NIKs is a mention: the row bears another NIK, or the cell says more than a number.

    A bare number in a row without a NIK was put into the wrong column, and a row with the person's name is the person's.
    """
    at = rows.columns.get("nik")
    own, here = cells[at - 1] if at else "", cells[column - 1]
    if column == at or any(isinstance(cell, str) and letters(cell) in names for cell in cells):
        return False
    return own != "" or (isinstance(here, str) and any(map(str.isalpha, here)))


def _lies_in(rows: Rows, table: Table) -> bool:
    return all(table.first_col <= column <= table.last_col for column in rows.columns.values() if column)


def readable(data: bytes, name: str, labels: Iterable[str] = ()) -> Workbook | None:
    """The sheets of a kept file under these labels, or None for what no reader opens."""
    try:
        return labelled(read_workbook(data, PurePath(name).name), labels)
    except CatalogueError:
        return None
