"""`pmv restore`: a backup put into an empty installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

NAME = "restore"


def command(backup: Annotated[Path, typer.Argument(help="A file that `pmv backup` wrote.")]) -> None:
    """Put a backup into an installation where nothing was loaded yet; every byte and row is proved."""
    from rich.console import Console

    from flows.restore import restore
    from flows.settings import load_settings

    said = restore(load_settings(), backup)
    console = Console()
    console.print(
        f"restored: {sum(said.rows.values()):,} rows of {len(said.rows)} tables, as of {said.made_at:%Y-%m-%d %H:%M} UTC"
    )
    console.print("Named accounts have to be made again: pmv warehouse user list shows them.", soft_wrap=True)
