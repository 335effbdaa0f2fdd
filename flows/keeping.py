"""Keeps the bytes of a received file in the landing store, or only names them in a dry run."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

from expectations.catalogue import CatalogueError
from extract.landing import LandingStore, Origin
from extract.sources.folder import SourceFile


def keep(data: bytes, landing: Path | None) -> str:
    """SHA-256 of the bytes, kept below `landing` unless that is None. Where they came from is noted once their name is known."""
    return hashlib.sha256(data).hexdigest() if landing is None else LandingStore(landing).keep(data)


def note_origin(source: SourceFile, sha256: str, landing: Path | None, declared: Mapping[str, str] | None = None) -> None:
    """Note beside kept bytes under which name they came and what was declared of them."""
    if landing is not None:
        origin = Origin(source.relative_path, dt.datetime.now(dt.UTC), dict(declared or {}))
        LandingStore(landing).note(sha256, source.size, origin)


def sha256_of(source: SourceFile) -> str:
    """SHA-256 of a file's bytes; empty where they cannot be had (reading it says why)."""
    try:
        return hashlib.sha256(source.open()).hexdigest()
    except CatalogueError:
        return ""


def settle(landing: Path | None) -> None:
    """Make all that was kept survive a power cut, before anything that points to it is committed."""
    if landing is not None:
        LandingStore(landing).settle()
