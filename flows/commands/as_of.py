"""`pmv as-of`: a query as the warehouse stood at the end of a day."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

NAME = "as-of"


def command(
    day: Annotated[str, typer.Argument(help="The day, YYYY-MM-DD, in Jakarta.")],
    query: Annotated[str, typer.Argument(help="The SELECT to run.")],
    role: Annotated[Literal["bi", "office", "dpo"], typer.Option("--as", help="Role to log in as.")] = "office",
    output: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to print the rows.")] = "table",
) -> None:
    """Read the warehouse as it stood at the end of a day: later loads, corrections and restatements are not seen."""
    from flows.rows import print_rows
    from flows.warehouses import open_warehouse
    from flows.window import end_of_day

    columns, rows = open_warehouse().query(role, query, as_of=end_of_day(day))
    print_rows(columns, rows, output)
