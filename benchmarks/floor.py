"""The floor a whole run is measured against: reading the same cells with calamine, and COPY of the same rows.

Neither finds headers nor validates; nothing that loads these files can be cheaper.
"""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
from python_calamine import CalamineWorkbook
from rich.console import Console

from load.warehouse import Warehouse


def read_seconds(files: list[Path]) -> float:
    """Wall seconds to read every cell of every sheet."""
    began = time.perf_counter()
    for file in files:
        workbook = CalamineWorkbook.from_path(file)
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return time.perf_counter() - began


def copy_seconds(warehouse: Warehouse, rows: dict[str, tuple[list[str], list[tuple[object, ...]]]]) -> float:
    """Wall seconds to COPY the given rows, one plain table a dataset, in one transaction that is rolled back."""
    with warehouse.connect("loader") as connection:
        began = time.perf_counter()
        for dataset, (columns, values) in rows.items():
            copy_table(connection, dataset, columns, values)
        seconds = time.perf_counter() - began
        connection.rollback()
    return seconds


def copy_table(
    connection: psycopg.Connection[object], dataset: str, columns: list[str], values: list[tuple[object, ...]]
) -> None:
    """COPY rows into a new table of text columns."""
    listed = ", ".join(f'"{column}" text' for column in columns)
    connection.execute(f"CREATE TABLE audit.floor_{dataset} ({listed})".encode())
    with connection.cursor().copy(f"COPY audit.floor_{dataset} FROM STDIN".encode()) as copy:
        for row in values:
            copy.write_row(row)


def loaded_rows(warehouse: Warehouse, datasets: list[str]) -> dict[str, tuple[list[str], list[tuple[object, ...]]]]:
    """The rows a run loaded, as the office sees them, as text."""
    rows = {}
    for dataset in datasets:
        columns, values = warehouse.query("office", f"SELECT * FROM core.{dataset}")
        rows[dataset] = (columns, [tuple(None if v is None else str(v) for v in row) for row in values])
    return rows


CONSOLE = Console()
