"""`pmv undo`: take one load back."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

NAME = "undo"


def command(load_id: Annotated[int, typer.Argument(help="The load to take back; `pmv run` names it.")]) -> None:
    """Take one load back, whatever came after it: the warehouse is then as if it had never come."""
    from flows.warehouses import open_warehouse
    from load.undo import undo

    undo(open_warehouse(), load_id)
    sys.stdout.write(f"load {load_id} was taken back\n")
