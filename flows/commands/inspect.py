"""`pmv inspect`: how a file is read, and why, loading nothing.

Prints positions, header texts and evidence, never the values below them. Works for any spreadsheet, whether or not it is of a
dataset of ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from extract.grid import Grid
    from extract.tables.model import SheetReading, Table

NAME = "inspect"


def command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A workbook, CSV or HTML table.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show how a file is read: its tables, their headers, and what was left out. Nothing is loaded."""
    reading = inspect(file)
    if as_json:
        sys.stdout.write(json.dumps(reading, ensure_ascii=False, indent=1) + "\n")
    else:
        from flows.commands.inspect_view import show

        show(file.name, reading)


def inspect(path: Path) -> dict[str, Any]:
    """How a file is read, as plain lists and dicts, rows and columns from 1. Raises CatalogueError for an unreadable file."""
    from extract.tables.finder import read_sheets
    from extract.tables.vocabulary import contract_vocabulary
    from extract.workbook import read_workbook

    workbook = read_workbook(path.read_bytes(), path.name)
    readings = read_sheets(workbook, contract_vocabulary())
    sheets = [_sheet(grid, reading) for grid, reading in zip(workbook.sheets, readings, strict=True)]
    return {"file": path.name, "format": workbook.format, "proof": workbook.proof, "sheets": sheets}


def _sheet(grid: Grid, reading: SheetReading) -> dict[str, Any]:
    from expectations.catalogue import rule

    reason = rule(reading.reason) if reading.reason else None
    return {
        "sheet": reading.sheet,
        "hidden": reading.hidden,
        "ignored": reason and {"rule": reason.id, "advice_en": reason.advice_en({}), "advice_id": reason.advice_id({})},
        "ignored_rows": _by_kind(reading.ignored),
        "tables": [_table(table, grid, _dataset(table, grid)) for table in reading.tables],
    }


def _table(table: Table, grid: Grid, dataset: str | None) -> dict[str, Any]:
    return {
        "header_rows": table.header_rows,
        "column_number_rows": table.column_number_rows,
        "first_data_row": table.first_data_row,
        "last_data_row": table.last_data_row,
        "first_col": table.first_col,
        "last_col": table.last_col,
        "columns": [column.text for column in table.columns],
        "total_rows": table.rows_of("total"),
        "note_rows": table.rows_of("note"),
        "dataset": dataset,
        "confidence": table.confidence,
        "layout": table.layout,
        "date_columns": table.date_columns,
        "rows": _by_kind(table.row_kinds),
        "evidence": [{"what": e.what, "why": e.why, "weight": round(e.weight, 3)} for e in table.evidence],
        "alternatives": [_table(other, grid, None) for other in table.alternatives],
    }


def _by_kind(kinds: dict[int, Any]) -> dict[str, list[int]]:
    """Rows of each kind, in order."""
    rows: dict[str, list[int]] = {}
    for row in sorted(kinds):
        rows.setdefault(kinds[row], []).append(row)
    return rows


def _dataset(table: Table, grid: Grid) -> str | None:
    from transform.attendance import DATASET, is_attendance
    from transform.matching import match_table

    if is_attendance(table):
        return DATASET
    match = match_table(table, grid)
    return match.contract.dataset if match else None
