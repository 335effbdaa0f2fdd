"""What a statistics page says and links to: index pages lead to detail pages, detail pages carry paragraphs and attachments.

Slugs and file names are irregular, so nothing is built from patterns of months: only links that are there are followed. A page
without a file is normal. What the paragraphs mean is decided elsewhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urldefrag, urljoin, urlsplit

from requests.utils import requote_uri

from extract.formats.encoding import decode_page
from extract.formats.refusals import corrupt

_FILE_SUFFIXES = (".pdf", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
_DOWNLOAD_WORDS = re.compile(r"\b(unduh|download)\b", re.IGNORECASE)
_PAGE_QUERY = re.compile(r"(^|&)(page|halaman|hal)=\d+")
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "script", "style", "form", "noscript"})
_UNSEEN = frozenset({"script", "style", "noscript"})
_LINKING = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file a page links to, and the words of the link."""

    address: str
    label: str


@dataclass(frozen=True, slots=True)
class DetailPage:
    """One statistics page. `licence` is the address a rel="license" link names, if there is one.

    `fingerprint` is a checksum of the words it shows and the addresses it links to: tokens in its frame change at every visit.
    """

    title: str
    paragraphs: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    licence: str | None
    fingerprint: str


def read_index(content: bytes, address: str, detail_pattern: str) -> tuple[list[str], list[str]]:
    """(addresses of detail pages, addresses of further index pages), each once, in the order of the page.

    `detail_pattern` is a regular expression searched in the link's path. Further index pages are numbered ones (`?page=2`) and,
    where the index is a folder listing, the folders below it. Raises CatalogueError `file_corrupt`.
    """
    details: list[str] = []
    further: list[str] = []
    here = urlsplit(address)
    for link in _links(_parsed(content), address):
        there = urlsplit(link.address)
        if re.search(detail_pattern, unquote(there.path)):
            details.append(link.address)
        elif there.netloc == here.netloc and (_is_numbered(there, here) or _is_folder_below(there, here)):
            further.append(link.address)
    return list(dict.fromkeys(details)), list(dict.fromkeys(further))


def _is_numbered(there: SplitResult, here: SplitResult) -> bool:
    return there.path == here.path and _PAGE_QUERY.search(there.query) is not None


def _is_folder_below(there: SplitResult, here: SplitResult) -> bool:
    is_folder = here.path.endswith("/") and there.path.endswith("/")
    return is_folder and there.path.startswith(here.path) and there.path != here.path


def read_detail(content: bytes, address: str) -> DetailPage:
    """Title, paragraphs and attachments of a page. Raises CatalogueError `file_corrupt`."""
    page = _parsed(content)
    links = list(_links(page, address))
    licences = (element.get("href") for element in page.iter("a", "link") if element.get("rel", "").lower() == "license")
    return DetailPage(
        title=_title(page),
        paragraphs=tuple(_paragraphs(page)),
        attachments=tuple(_attachments(links)),
        licence=next((urljoin(address, href) for href in licences if href), None),
        fingerprint=_fingerprint(page, links),
    )


def _fingerprint(page: Any, links: Iterable[Attachment]) -> str:
    shown = [text for element in page.iter() if element.tag not in _UNSEEN for text in (element.text, element.tail) if text]
    words = " ".join(" ".join(shown).split())
    return hashlib.sha256("\n".join([words, *(link.address for link in links)]).encode()).hexdigest()


def _parsed(content: bytes) -> Any:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        return html.document_fromstring(decode_page(content).text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise corrupt("its HTML") from fault


def _links(page: Any, address: str) -> Iterator[Attachment]:
    for element in page.iter(*_LINKING):
        target = (element.get(_LINKING[element.tag]) or "").strip()
        if target and not target.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            yield Attachment(requote_uri(urldefrag(urljoin(address, target)).url), _words(element))


def _attachments(links: Iterable[Attachment]) -> Iterator[Attachment]:
    """Links to files, each once: by the suffix of path or label, or because the link says download."""
    seen: set[str] = set()
    for link in links:
        path = unquote(urlsplit(link.address).path).lower()
        is_file = path.endswith(_FILE_SUFFIXES) or link.label.lower().endswith(_FILE_SUFFIXES)
        if (is_file or _DOWNLOAD_WORDS.search(link.label)) and link.address not in seen:
            seen.add(link.address)
            yield link


def _title(page: Any) -> str:
    for tag in ("h1", "h2", "title"):
        for element in page.iter(tag):
            if words := _words(element):
                return words
    return ""


def _paragraphs(page: Any) -> Iterator[str]:
    for element in page.iter("p", "li"):
        if not any(parent.tag in _FURNITURE for parent in element.iterancestors()) and (words := _words(element)):
            yield words


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
