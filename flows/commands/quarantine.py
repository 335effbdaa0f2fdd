"""`pmv quarantine`: what was withheld, where, why, and what to do."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

NAME = "quarantine"
COLUMNS = (
    "source_file", "source_path", "source_sheet", "source_row", "cell", "level", "dataset", "field", "rule", "severity",
    "advice_id", "advice_en",
)  # fmt: skip


def command(
    village: Annotated[str | None, typer.Option(help="Only this village (Kemendagri code).")] = None,
    output: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print the rows.")] = "table",
) -> None:
    """List withheld cells, rows, sheets and files that are still open."""
    from flows.rows import print_rows
    from flows.warehouses import open_warehouse
    from load.findings import open_quarantine

    findings = open_quarantine(open_warehouse(), village)
    print_rows(COLUMNS, [[finding[column] for column in COLUMNS] for finding in findings], output)
