"""The list of the erased outside the warehouse, so that a warehouse restored from an older backup can be told again.

One keyed digest a line below PMV_HOME; it names nobody. What stands in the warehouse is the same list as far as its backup knew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from flows.settings import Settings


def note_erased(settings: Settings, digests: Iterable[str]) -> None:
    """Add digests that are not on the list yet; they are on disk when this returns."""
    path = _path(settings)
    new = sorted(set(digests) - listed_erased(settings))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, "".join(f"{digest}\n" for digest in new).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def listed_erased(settings: Settings) -> set[str]:
    """All digests on the list."""
    path = _path(settings)
    return set(path.read_text(encoding="ascii").split()) if path.exists() else set()


def _path(settings: Settings) -> Path:
    return settings.home / "secrets" / "erased.list"
