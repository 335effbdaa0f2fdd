"""`pmv undo`: take one load back."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

NAME = "undo"


def command(load_id: Annotated[int, typer.Argument(help="The load to take back; `pmv run` names it.")]) -> None:
    """Take one load back: its rows go, what it replaced stands again."""
    from flows.warehouses import open_warehouse
    from load.undo import undo

    undo(open_warehouse(), load_id)
    sys.stdout.write(f"load {load_id} was taken back\n")
