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
    again: Annotated[bool, typer.Option("--again", help="Erase again whom a restored backup brought back.")] = False,
) -> None:
    """Erase a person from warehouse, landing store and logs, keep the person out of later loads, and search for what is left."""
    from expectations.catalogue import UsageError

    if [nik_file is not None, person_key is not None, again].count(True) != 1:
        raise UsageError("forget_needs_one")
    if again:
        _forget_again()
    else:
        _forget_one(nik_file, person_key)


def _forget_one(nik_file: Path | None, person_key: str | None) -> None:
    from flows.forgetting import forget_key, forget_nik, nik_from, require_gone
    from flows.forgetting_view import print_forgotten
    from flows.settings import load_settings
    from flows.warehouses import open_for_loading

    settings = load_settings()
    if nik_file is not None:
        nik = nik_from(_content(nik_file))
        done = forget_nik(settings, open_for_loading(settings), nik)
    else:
        done = forget_key(settings, open_for_loading(settings), person_key or "")
    print_forgotten(done)
    require_gone(done)


def _forget_again() -> None:
    from flows.forgetting_again import forget_again
    from flows.settings import load_settings
    from flows.warehouses import open_for_loading

    settings = load_settings()
    done = forget_again(settings, open_for_loading(settings))
    sys.stdout.write(f"{done.persons} persons and {done.files} received files were back and are erased again\n")


def _content(path: Path) -> str:
    from flows.settings import read_key_file

    return sys.stdin.read() if str(path) == "-" else read_key_file(path)
