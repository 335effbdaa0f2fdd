"""`pmv replay`: read the files of a load again after a fix."""

from __future__ import annotations

from typing import Annotated

import typer

NAME = "replay"


def command(load_id: Annotated[int, typer.Argument(help="The load whose files to read again; `pmv run` names it.")]) -> None:
    """Read a load's files again after an alias, a header word or a rule was mended; makes a new load."""
    from flows.progress import progress_bar
    from flows.replay import replay
    from flows.settings import load_settings
    from flows.summary import print_summary
    from flows.warehouses import open_for_loading

    settings = load_settings()
    with progress_bar(is_quiet=False) as progress:
        report = replay(settings, open_for_loading(settings), load_id, progress)
    print_summary(report)
