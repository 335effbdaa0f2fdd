"""`pmv forget`: erase a person everywhere and prove it by searching."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "forget"


def command(
    nik_file: Annotated[
        Path | None, typer.Option("--nik-file", help="File with the person's NIK; - reads standard input.")
    ] = None,
    person_key: Annotated[str | None, typer.Option("--person-key", help="The person's key as core shows it.")] = None,
) -> None:
    """Erase a person from warehouse, landing store and logs, keep the person out of later loads, and search for what is left."""
    from expectations.catalogue import CatalogueError, UsageError
    from flows.forgetting import forget_key, forget_nik, nik_from
    from flows.forgetting_view import print_forgotten
    from flows.settings import load_settings
    from flows.warehouses import open_for_loading

    if (nik_file is None) == (person_key is None):
        raise UsageError("forget_needs_one")
    settings = load_settings()
    if nik_file is not None:
        nik = nik_from(_content(nik_file))
        done = forget_nik(settings, open_for_loading(settings), nik)
    else:
        done = forget_key(settings, open_for_loading(settings), person_key or "")
    print_forgotten(done)
    if not done.is_gone:
        raise CatalogueError("forget_incomplete", places=", ".join(place for place, count in done.found.items() if count))


def _content(path: Path) -> str:
    from flows.settings import read_key_file

    return sys.stdin.read() if str(path) == "-" else read_key_file(path)
