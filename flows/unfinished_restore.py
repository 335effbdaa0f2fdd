"""Notes that a restore has begun, so that one that was cut off is gone on with and nobody works on half of it.

The note is written when the installation was found vacant and taken away when all is done. It holds counts and names of kept
files, no person.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from expectations.catalogue import CatalogueError

_NOTE = "restoring.json"


@dataclass(frozen=True, slots=True)
class Begun:
    """What a restore was putting into the vacant installation: how many loads, and which files of the landing store."""

    loads: int
    received: frozenset[str]


def begun(home: Path) -> Begun | None:
    """What a restore into this home was at when it was cut off; None where none was."""
    try:
        note = json.loads((home / _NOTE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Begun(note["loads"], frozenset(note["received"]))


def note_begun(home: Path, loads: int, received: Collection[str]) -> None:
    """Note it, on disk when this returns, before anything of the installation is touched."""
    unfinished = home / f".{_NOTE}.unfinished"
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump({"loads": loads, "received": sorted(received)}, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(home / _NOTE)


def note_finished(home: Path) -> None:
    """Take the note away: the installation may be used."""
    (home / _NOTE).unlink()


def demand_finished(home: Path) -> None:
    """Raise CatalogueError where a restore was cut off."""
    if (home / _NOTE).exists():
        raise CatalogueError("restore_unfinished", home=home)
