"""Where a run's files come from: a folder, a file, or an https address.

A web address is watched by the connector: what is new or changed comes back as files like those of a folder. Which hosts may be
asked is configuration; the host of the given address is always one of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from expectations.catalogue import CatalogueError
from expectations.personal_numbers import masked_apart
from extract.landing import LandingStore
from extract.sources.folder import SourceFile, list_inbox
from flows.settings import Settings


def require_there(place: str) -> None:
    """Raise CatalogueError where no such folder or file is. An address is not asked yet."""
    if "://" not in place and not Path(place).exists():
        raise CatalogueError("inbox_missing", path=place)


def list_sources(settings: Settings, place: str, landing: Path | None) -> list[SourceFile]:
    """The files to take, oldest first, numbers of persons in their paths masked.

    Raises CatalogueError where there is nothing or the place cannot be read.
    """
    sources = _from_web(settings, place, landing) if "://" in place else list_inbox(Path(place))
    if not sources:
        raise CatalogueError("inbox_empty", path=place)
    shown = masked_apart(source.relative_path for source in sources)
    return [replace(source, relative_path=path) for source, path in zip(sources, shown, strict=True)]


def _from_web(settings: Settings, address: str, landing: Path | None) -> list[SourceFile]:
    from extract.sources.web.connector import WebSource, watch
    from extract.sources.web.inbox import as_source_files
    from extract.sources.web.policy import WebPolicy

    if landing is None:
        raise CatalogueError("dry_run_needs_folder")
    hosts = frozenset({*settings.web_hosts, urlsplit(address).hostname or ""})
    policy = WebPolicy(
        hosts,
        settings.web_agent,
        delay_seconds=settings.web_delay_seconds,
        allow_http=settings.web_allow_local,
        allow_loopback=settings.web_allow_local,
    )
    source = WebSource((address,), settings.web_detail_pattern, settings.web_licence_note, policy)
    store = LandingStore(landing)
    memory = settings.home / "web" / f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"
    return as_source_files(watch(source, store, memory), source, store)
