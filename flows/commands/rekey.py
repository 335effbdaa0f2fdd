"""`pmv rekey`: rotate the secret behind the person keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "rekey"


def command(
    new_key_file: Annotated[Path, typer.Option("--new-key-file", help="File with the new secret, at least 16 characters.")],
) -> None:
    """Give every person and household a key under a new secret; the old one is refused from then on."""
    from flows.rekeying import rekey
    from flows.settings import load_settings, read_key_file
    from flows.warehouses import open_for_loading

    settings = load_settings()
    done = rekey(settings, open_for_loading(settings), read_key_file(new_key_file))
    sys.stdout.write(f"{done.persons} persons and {done.households} households have new keys\n")
    if not done.is_kept:
        sys.stdout.write("Set PMV_PSEUDONYM_KEY or PMV_PSEUDONYM_KEY_FILE to the new secret before the next run.\n")
