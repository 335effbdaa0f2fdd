"""`pmv backup`: the warehouse and the received files in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.backup import Kept

NAME = "backup"


def command(
    output: Annotated[Path, typer.Option("--output", "-o", dir_okay=False, help="File to write, such as pmv-2026-11-24.tar.")],
) -> None:
    """Back the warehouse and the received files up into one file. Keys are not in it; names are: keep it as safe as the vault."""
    from flows.backup import back_up
    from flows.settings import load_settings
    from flows.warehouses import open_warehouse

    _show(back_up(load_settings(), open_warehouse(), output), output)


def _show(kept: Kept, output: Path) -> None:
    from rich.console import Console
    from rich.filesize import decimal

    rows = sum(kept.description.rows.values())
    console = Console()
    console.print(
        f"{output}: {rows:,} rows of {len(kept.description.rows)} tables, {kept.files:,} received files, {decimal(kept.size)}"
    )
    console.print(
        "Not in it: the keys (PMV_HOME/secrets or your own). Keep them elsewhere; without them it cannot be restored.",
        soft_wrap=True,
    )
