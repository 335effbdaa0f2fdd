"""Watches a publisher's statistics pages: keeps every byte that is new, and says of each address what became of it.

One address that fails is one entry with its reason; the others go on. What the files say is read elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from expectations.catalogue import CatalogueError
from extract.formats.sniff import sniff_format
from extract.landing import LandingStore, Origin
from extract.sources.web.fetch import Fetched, Fetcher
from extract.sources.web.memory import Memory, recall, remember
from extract.sources.web.pages import read_detail, read_index
from extract.sources.web.policy import FILE_TYPES, PAGE_TYPES, WebPolicy

_PUBLICATION_FORMATS = frozenset({"PDF document", "xlsx", "xlsm", "xls", "xlsb", "ods", "fods", "xml", "csv"})
_KEPT_HEADERS = ("content-type", "etag", "last-modified", "content-disposition", "date")
_NOTHING = b"<html></html>"
Kind = Literal["index", "page", "file"]
Status = Literal["new", "changed", "unchanged", "failed"]
_TYPES: dict[Kind, frozenset[str]] = {"index": PAGE_TYPES | FILE_TYPES, "page": PAGE_TYPES, "file": FILE_TYPES}


@dataclass(frozen=True, slots=True)
class WebSource:
    """A publisher's index pages (or single files).

    `detail_pattern` is searched in the paths of links to find detail pages; `licence_note` says on what terms the data come.
    """

    index_addresses: tuple[str, ...]
    detail_pattern: str
    licence_note: str
    policy: WebPolicy


@dataclass(frozen=True, slots=True)
class Collected:
    """One address (where redirects ended) and what became of it.

    `sha256` names the kept bytes (None: failed); `title` is the page's or link's words; `modified_at` the time of change at the
    source, or of fetching where the server does not say.
    """

    address: str
    kind: Kind
    status: Status
    sha256: str | None
    modified_at: dt.datetime | None = None
    title: str = ""
    found_on: str | None = None
    problem: CatalogueError | None = None


def watch(source: WebSource, landing: LandingStore, memory_file: Path) -> list[Collected]:
    """Visit index pages, the detail pages they link to and their attachments, each address once.

    Raises CatalogueError `landing_not_writable` or `landing_full`; every other failure is an entry with status failed.
    """
    memories = recall(memory_file)
    with Fetcher(source.policy) as fetcher:
        visit = _Visit(source, fetcher, landing, memories)
        try:
            return list(visit.everything())
        finally:
            landing.settle()
            remember(memory_file, memories)


@dataclass(frozen=True, slots=True)
class _Target:
    """An address to visit, and what the page that links to it says about it."""

    address: str
    kind: Kind
    found_on: str | None = None
    label: str = ""
    licence: str | None = None

    def became(self, status: Status, memory: Memory, address: str, title: str = "") -> Collected:
        """The entry of content that is kept; `address` is where redirects ended, from where its links count."""
        kind = self.kind if memory.is_page else "file"
        moment = dt.datetime.fromisoformat(memory.modified_at)
        return Collected(address, kind, status, memory.sha256, moment, title or self.label, self.found_on)

    def failed(self, problem: CatalogueError) -> Collected:
        """The entry of an address that could not be had."""
        return Collected(self.address, self.kind, "failed", None, None, self.label, self.found_on, problem)


class _Visit:
    """One round over a source. Remembers what was asked for, so that pages linking in circles end."""

    def __init__(self, source: WebSource, fetcher: Fetcher, landing: LandingStore, memories: dict[str, Memory]) -> None:
        self.source = source
        self.fetcher = fetcher
        self.landing = landing
        self.memories = memories
        self._asked: set[str] = set()

    def everything(self) -> Iterator[Collected]:
        """Index pages with the files they link to, then each detail page with its files."""
        waiting = [_Target(address, "index") for address in self.source.index_addresses]
        details: list[_Target] = []
        while waiting and len(self._asked) < self.source.policy.max_pages:
            for entry in self._with_files(waiting.pop(0)):
                yield entry
                if entry.kind == "index":
                    found, further = read_index(self._kept(entry), entry.address, self.source.detail_pattern)
                    details += [_Target(address, "page", entry.address) for address in found]
                    waiting += [_Target(address, "index", entry.address) for address in further]
        for detail in details[: self.source.policy.max_pages]:
            yield from self._with_files(detail)

    def _with_files(self, target: _Target) -> Iterator[Collected]:
        """The entry of a page, and of each file it links to."""
        for entry in self._collect(target):
            yield entry
            if entry.kind != "file":
                page = read_detail(self._kept(entry), entry.address)
                for attachment in page.attachments:
                    yield from self._collect(_Target(attachment.address, "file", entry.address, attachment.label, page.licence))

    def _kept(self, entry: Collected) -> bytes:
        return self.landing.open(entry.sha256) if entry.sha256 else _NOTHING

    def _collect(self, target: _Target) -> Iterator[Collected]:
        """One entry, or none where the address was asked for before in this visit."""
        if target.address in self._asked:
            return
        self._asked.add(target.address)
        before = self.memories.get(target.address)
        if before and not self.landing.has(before.sha256):
            before = None
        try:
            fetched = self.fetcher.get(target.address, _TYPES[target.kind], before.conditions if before else None)
            yield self._keep(target, fetched, before)
        except CatalogueError as problem:
            if problem.rule_id.startswith("landing_"):
                raise
            yield target.failed(problem)

    def _keep(self, target: _Target, fetched: Fetched, before: Memory | None) -> Collected:
        """Land what is new or changed. A page whose frame alone changed counts as unchanged, and what was kept stays it."""
        if fetched.content is None and before:
            return target.became("unchanged", before, fetched.address)
        content = fetched.content or b""
        is_page = target.kind != "file" and fetched.media_type in PAGE_TYPES
        page = read_detail(content, fetched.address) if is_page else None
        fingerprint = page.fingerprint if page else _checked_file(content, target.address)
        is_same = before is not None and before.fingerprint == fingerprint
        if before and is_same:
            sha256, moment = before.sha256, before.modified_at
        else:
            sha256 = self.landing.put(content, self._origin(target, fetched, page.licence if page else target.licence))
            moment = fetched.modified_at.isoformat()
        validators = (fetched.headers.get("etag", ""), fetched.headers.get("last-modified", ""))
        memory = Memory(sha256, fingerprint, moment, is_page, *validators)
        self.memories[target.address] = memory
        status: Status = "unchanged" if is_same else "changed" if before else "new"
        return target.became(status, memory, fetched.address, page.title if page else target.label)

    def _origin(self, target: _Target, fetched: Fetched, licence: str | None) -> Origin:
        details = {name: fetched.headers[name] for name in _KEPT_HEADERS if name in fetched.headers}
        details["licence_note"] = self.source.licence_note
        if licence:
            details["licence"] = licence
        if fetched.address != target.address:
            details["asked_for"] = target.address
        return Origin(fetched.address, fetched.fetched_at, details)


def _checked_file(content: bytes, address: str) -> str:
    """Checksum of a publication's bytes. Raises `web_wrong_type` for what only claims to be one, such as an error page."""
    kind = sniff_format(content)
    if kind not in _PUBLICATION_FORMATS:
        raise CatalogueError("web_wrong_type", address=address, found=kind)
    return hashlib.sha256(content).hexdigest()
