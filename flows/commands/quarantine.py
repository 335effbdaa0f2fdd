"""`pmv quarantine`: what was withheld, where, why, and what to do."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

NAME = "quarantine"


def command(
    village: Annotated[str | None, typer.Option(help="Only this village (Kemendagri code).")] = None,
    output: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print the rows.")] = "table",
) -> None:
    """List withheld cells, rows, sheets and files that are still open."""
    from flows.rows import print_rows
    from flows.warehouses import open_warehouse
    from load.quarantine import open_quarantine

    columns, rows = open_quarantine(open_warehouse(), village)
    print_rows(columns, rows, output)
