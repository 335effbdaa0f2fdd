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
from extract.tables.finder import find_tables
from extract.tables.model import SheetReading, Table
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook
from transform.erasure import KeptOut
from transform.identity_numbers import person_name_field
from transform.records import Rows
from transform.submission import read_sheet

Cell = tuple[str, int, int | None, str | None]
"""Sheet, row and, where they are known, column and dataset of what is to go; rows and columns from 1."""

_DIGITS_A_NUMBER_CELL_KEEPS = 15


def redact_kept(store: LandingStore, sha256: str, name: str, kept_out: Iterable[KeptOut]) -> None:
    """Put a redacted copy without these rows in the place of a kept file; `name` is the file's name. Safe to repeat."""
    workbook = read_workbook(store.open(sha256), PurePath(name).name)
    cells: list[Cell] = []
    for row in kept_out:
        cells.append((row.place.sheet, row.place.row, None, row.place.dataset))
        cells += [(*cell, None) for cell in (number_cells(workbook, row.nik, ()) if row.nik else ())]
    store.replace_redacted(sha256, redacted(workbook, erased_rows(workbook, cells)))


def erased_rows(workbook: Workbook, cells: Iterable[Cell]) -> list[ErasedRow]:
    """What goes for each of these cells.

    The one sheet of a format without sheet names is called after the file, which may have come under several names.
    """
    only = workbook.sheets[0].name if len(workbook.sheets) == 1 else None
    by_sheet: dict[str, set[tuple[int, int | None, str | None]]] = {}
    for sheet, row, column, dataset in cells:
        by_sheet.setdefault(only or sheet, set()).add((row, column, dataset))
    found: list[ErasedRow] = []
    for grid in workbook.sheets:
        if grid.name in by_sheet:
            found += _of_sheet(grid, by_sheet[grid.name])
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


def _of_sheet(grid: Grid, wanted: Iterable[tuple[int, int | None, str | None]]) -> Iterator[ErasedRow]:
    reading = find_tables(grid, contract_vocabulary())
    records = [rows for part in read_sheet(grid, reading) for rows in part.rows]
    for row, column, dataset in wanted:
        parts = [part for table in _tables_at(reading, row, column) if (part := _in_table(grid, table, row, dataset, records))]
        yield from parts or [ErasedRow(grid.name, row, 1, grid.width)]


def _tables_at(reading: SheetReading, row: int, column: int | None) -> list[Table]:
    return [
        table
        for table in reading.tables
        if row in table.data_rows and (column is None or table.first_col <= column <= table.last_col)
    ]


def _in_table(grid: Grid, table: Table, row: int, dataset: str | None, records: Sequence[Rows]) -> ErasedRow | None:
    """The row as far as it lies in this table; None where the table holds another dataset than the one asked for."""
    rows = next((rows for rows in records if row in rows.source_rows and _lies_in(rows, table)), None)
    if rows is None:
        return ErasedRow(grid.name, row, table.first_col, table.last_col) if dataset is None else None
    if dataset not in (None, rows.dataset):
        return None
    contract = load_contracts()[rows.dataset]
    gone = {column for name, column in rows.columns.items() if name not in anonymous_fields(contract)}
    kept = frozenset(column for column in rows.columns.values() if column and column not in gone)
    name = rows.columns.get(person_name_field(contract) or "")
    return ErasedRow(grid.name, row, table.first_col, table.last_col, kept, name)


def _lies_in(rows: Rows, table: Table) -> bool:
    return all(table.first_col <= column <= table.last_col for column in rows.columns.values() if column)


def readable(data: bytes, name: str) -> Workbook | None:
    """The sheets of a kept file, or None for what no reader opens."""
    try:
        return read_workbook(data, PurePath(name).name)
    except CatalogueError:
        return None
