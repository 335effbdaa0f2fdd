"""Prints rows of a query: as a table for people, as CSV or JSON for programs."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Any


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], output: str) -> None:
    """Write rows to standard output as "table", "csv" or "json" (a list of objects)."""
    {"table": _table, "csv": _csv, "json": _json}[output](columns, rows)


def _json(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    objects = [dict(zip(columns, row, strict=True)) for row in rows]
    sys.stdout.write(json.dumps(objects, default=_plain_value, ensure_ascii=False) + "\n")


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows(rows)


def _table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    console = Console()
    console.print(table)
    console.print(f"{len(rows)} rows", style="dim")
