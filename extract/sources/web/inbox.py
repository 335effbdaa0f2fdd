"""What was collected from the web, as the same source files a folder gives: a run need not know where they came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from extract.landing import LandingStore
from extract.sources.folder import SourceFile
from extract.sources.web.connector import Collected, WebSource


def as_source_files(entries: Iterable[Collected], source: WebSource, landing: LandingStore) -> list[SourceFile]:
    """Pages and files (failed ones too, each with its problem), oldest first; index pages are left out.

    `relative_path` is the path below the index address where there is one, since folder names are evidence, else host and path.
    """
    files = [_source_file(entry, source, landing) for entry in entries if entry.kind != "index" or entry.problem]
    return sorted(files, key=lambda file: (file.modified_at, file.relative_path))


def _source_file(entry: Collected, source: WebSource, landing: LandingStore) -> SourceFile:
    path = landing.path(entry.sha256) if entry.sha256 else landing.root
    size = path.stat().st_size if entry.sha256 else 0
    moment = entry.modified_at or dt.datetime.fromtimestamp(0, dt.UTC)
    return SourceFile(path, _relative(entry.address, source.index_addresses), size, moment, entry.problem, entry.address)


def _relative(address: str, index_addresses: Iterable[str]) -> str:
    for index in index_addresses:
        folder = index[: index.rfind("/") + 1]
        if index.endswith("/") and address.startswith(folder):
            return unquote(address.removeprefix(folder))
    parts = urlsplit(address)
    return unquote(f"{parts.hostname}{parts.path}{'?' if parts.query else ''}{parts.query}")
