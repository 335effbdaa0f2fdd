"""`pmv retention`: end the keeping of personal data when its time is over."""

from __future__ import annotations

from typing import Annotated

import typer

NAME = "retention"


def command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what is past its time, delete nothing.")] = False,
) -> None:
    """Delete personal rows, withheld texts and received files past their retention; counts stay."""
    from rich.console import Console
    from rich.table import Table

    from flows.retaining import end_retention
    from flows.settings import load_settings
    from flows.warehouses import open_for_loading
    from flows.window import today

    settings = load_settings()
    done = end_retention(settings, open_for_loading(settings), today(), is_dry_run=dry_run)
    table = Table("Dataset", "Class", "Years", "Kept from", "Would go" if dry_run else "Gone")
    for kept in done.policy:
        table.add_row(kept.dataset, kept.retention_class, str(kept.years), f"{kept.cutoff:%Y-%m}", str(done.rows[kept.dataset]))
    console = Console(highlight=False)
    console.print(table)
    console.print(f"{done.texts} withheld texts, {done.files} received files" + (" (nothing deleted)" if dry_run else ""))
