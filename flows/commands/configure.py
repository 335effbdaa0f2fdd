"""`pmv warehouse configure`: bring the office's configuration in without a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def configure(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with programmes, roster, criteria, targets (default: PMV_CONFIGURATION).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the files, change nothing.")] = False,
) -> None:
    """Bring in programmes, roster, criteria and targets as every run over an inbox does first."""
    from expectations.catalogue import UsageError
    from flows.configuration import read_configuration
    from flows.settings import load_settings
    from flows.warehouses import open_for_loading
    from load.configuration import configure as configured

    settings = load_settings()
    place = folder or settings.configuration
    if place is None:
        raise UsageError("configuration_folder_unset")
    given = read_configuration(place)
    if dry_run:
        told = [f"{one.path}: {len(one.entries)} entries" for one in given]
    else:
        done = configured(open_for_loading(settings), given)
        told = [f"{one.path}: {one.lines} entries, {'new' if one.is_new else 'unchanged'}" for one in done]
    sys.stdout.write("".join(f"{line}\n" for line in told or ["no configuration file there"]))
