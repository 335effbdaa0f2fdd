"""`pmv sql`: one query as one of the reading roles."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

NAME = "sql"


def command(
    query: Annotated[str, typer.Argument(help="The SELECT to run.")],
    role: Annotated[Literal["bi", "office", "dpo"], typer.Option("--as", help="Role to log in as.")] = "office",
    output: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print the rows.")] = "table",
) -> None:
    """Query the warehouse as bi (mart), office (mart, core, audit) or dpo (also vault; recorded)."""
    from flows.rows import print_rows
    from flows.warehouses import open_warehouse

    columns, rows = open_warehouse().query(role, query)
    print_rows(columns, rows, output)
