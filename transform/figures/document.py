"""What is known of a publication as a whole: who published it, when, under which title, about which period.

A declaration beside the file goes first, then the document's own text. An undated document takes the day it was received
and says so.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from expectations.catalogue import Finding
from expectations.documents import read_yaml
from expectations.labels import tidy
from extract.publications.model import Publication
from transform.figures.confinement import confinement
from transform.figures.dating import document_mention
from transform.figures.periods import Mention, mentions, period_of
from transform.figures.sidecar import declared_date
from transform.values.months import MONTHS

UNKNOWN_PUBLISHER = "Unknown"
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(rf"\b(\d{{1,2}})\s+({_MONTHS})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_PLACE_MONTH = re.compile(rf"\b[A-Z][a-zA-Z]+,\s*((?i:{_MONTHS}))\s+((?:19|20)\d\d)\b")
_COVER_LINES, _COVER_WORDS = 12, 20
_MONTH = re.compile(rf"({_MONTHS})\s+((?:19|20)\d\d)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\S+\s+){4}.*[a-z0-9)%]\.$")
"""A line of five words or more that ends as a sentence does: running text, no title."""
_LEVELS = {"regency_office": ("Kabupaten", 5), "serving_office": ("Provinsi", 2)}
"""What an office of this basis counts, and how long the code of such a region is."""
_AFTER_DATE = 12
"""Characters that may follow a date of publication on its line, such as the time of day."""
_PLACE = re.compile(r"^\W*(?:(?i:provinsi|kabupaten|kab\.?)\s+)?([A-Z][A-Za-z]+(?:\s+[A-Z][A-Za-z]+){0,2})")


@dataclass(frozen=True, slots=True)
class Document:
    """Facts for every figure of a publication.

    `basis` is set where the publisher counts on one basis only, `place` where it is an office that counts its own region (code);
    `stem` is the name of the file.
    """

    publisher: str
    publication: str
    source_kind: str
    published_on: dt.date
    published_precision: str
    title: str
    stem: str
    period: Mention | None
    basis: str | None = None
    place: str | None = None
    measure: str | None = None
    unit: str | None = None
    status: str | None = None
    findings: list[Finding] = field(default_factory=list)


def common_fields(document: Document) -> dict[str, Any]:
    """The fields every figure of the document has alike."""
    return {
        "publisher": document.publisher,
        "publication": document.publication,
        "source_kind": document.source_kind,
        "published_on": document.published_on,
        "published_precision": document.published_precision,
    }


def document_of(publication: Publication, received_on: dt.date) -> Document:
    """The document's facts; what had to be assumed is among its findings."""
    declared = publication.sidecar
    first_page = [tidy(paragraph.text) for paragraph in publication.paragraphs if paragraph.page == 1]
    title = declared.get("title") or _title(first_page) or _stem(publication.name)
    address = declared.get("address")
    publisher, basis = _publisher(publication, first_page[:_COVER_LINES], address)
    publisher = declared.get("publisher") or publisher
    basis = declared.get("basis") or (basis if publisher else None)
    dated = declared_date(declared) or _printed_date(first_page, publication.format) or (received_on, "received")
    findings = [_finding("publication_undated", received=received_on.isoformat())] if dated[1] == "received" else []
    if publisher is None:
        findings.append(_finding("publisher_unknown"))
    return Document(
        publisher=publisher or UNKNOWN_PUBLISHER,
        publication=f"{title} ({address})" if address else title,
        source_kind=declared.get("source_kind") or _source_kind(address, publisher, publication.format),
        published_on=dated[0],
        published_precision=dated[1],
        title=title,
        stem=_stem(publication.name),
        period=document_mention(filter(None, [declared.get("period"), title, _stem(publication.name)])),
        basis=basis,
        place=_place(publisher or "", basis, title),
        measure=declared.get("measure"),
        unit=declared.get("unit"),
        status=declared.get("status"),
        findings=findings,
    )


def basis_of(document: Document, title: str, dimensions: Iterable[str]) -> str:
    """The counting basis of a figure: what its title or publisher fixes, else origin for places of origin, else national."""
    words = title.casefold()
    listed: dict[str, list[str]] = _lists()["basis_words"]
    fixed = next((basis for basis, phrases in listed.items() if any(phrase in words for phrase in phrases)), None)
    if fixed and fixed != "origin":
        return fixed
    if document.basis:
        return document.basis
    return "origin" if {"province", "regency"} & set(dimensions) else "national"


def _place(publisher: str, basis: str | None, title: str) -> str | None:
    """The region of an office without saying so: "Disnaker Ponorogo" its regency, "BP3MI Jawa Timur" its province.

    An office named after the city it sits in serves more than the city: no place.
    """
    if basis not in _LEVELS:
        return None
    level, length = _LEVELS[basis]
    code = dict(confinement(f"{level} {publisher.partition(' ')[2]}, {title}", frozenset())).get("region_code")
    return code if code and len(code) == length else None


@cache
def _lists() -> dict[str, Any]:
    return read_yaml(files("transform.figures") / "publishers.yaml")  # type: ignore[no-any-return]


def _own_host(address: str | None) -> str | None:
    """The publisher whose own host an address is on."""
    host = urlsplit(address or "").hostname or ""
    hosts: dict[str, str] = _lists()["hosts"]
    return next((name for own, name in hosts.items() if host == own or host.endswith(f".{own}")), None)


def _source_kind(address: str | None, publisher: str | None, kind: str) -> str:
    """publisher for its own pages and reports, press for any other page, typed for a file of unknown origin."""
    if address:
        return "publisher" if _own_host(address) else "press"
    return "publisher" if publisher and kind == "pdf" else "typed"


def _finding(rule: str, **facts: object) -> Finding:
    return Finding(rule, "file", dataset="bp2mi_figures", facts=facts)


def _stem(name: str) -> str:
    return tidy(PurePath(name).stem.replace("_", " "))


def _publisher(publication: Publication, cover: Sequence[str], address: str | None) -> tuple[str | None, str | None]:
    """Publisher and its basis: from the cover, the address, then source lines and text, which speak of national agencies only."""
    national = [entry for entry in _lists()["publishers"] if "{place}" not in entry["name"]]
    if found := _first_named(_lists()["publishers"], [line for line in cover if len(line.split()) <= _COVER_WORDS]):
        return found
    if own := _own_host(address):
        return own, next((entry["basis"] for entry in _lists()["publishers"] if entry["name"] == own), None)
    sources = [text for table in publication.tables for text in (*table.context, table.title)]
    everywhere = [paragraph.text for paragraph in publication.paragraphs]
    return _first_named(national, sources) or _first_named(national, everywhere) or (None, None)


def _first_named(entries: Sequence[dict[str, Any]], texts: Sequence[str]) -> tuple[str, str | None] | None:
    for entry in entries:
        for text in texts:
            if (name := _named(entry, text)) is not None:
                return name, entry["basis"]
    return None


def _named(entry: dict[str, Any], text: str) -> str | None:
    for words in entry["words"]:
        match = re.search(rf"(?i)\b{re.escape(words)}\b", text)
        if match is None:
            continue
        place = _PLACE.match(text[match.end() :])
        if "{place}" not in entry["name"]:
            return str(entry["name"])
        return str(entry["name"].format(place=place[1].title() if place else "")).strip()
    return None


def _title(lines: Sequence[str]) -> str:
    """The first lines before publisher, place, date and running text; letter-spaced ornaments left out."""
    offices = (
        "pusat data",
        "pusat penelitian",
        *(word.casefold() for entry in _lists()["publishers"] for word in entry["words"]),
    )
    kept: list[str] = []
    for line in lines[:_COVER_LINES]:
        spaced = sum(len(word) <= 2 for word in line.split()) * 2 > len(line.split())
        office = line.casefold().startswith(offices)
        ends = bool(_DAY.search(line) or _PLACE_MONTH.search(line)) and not _has_period(line)
        if kept and (ends or len(line.split()) > _COVER_WORDS or _SENTENCE.search(line)):
            break
        if not (spaced or office or ends):
            kept.append(line)
    return tidy(" ".join(kept))[:200]


def _has_period(line: str) -> bool:
    """Whether a line with a date is part of the title after all ("Periode 1 Januari s.d 31 Mei 2016")."""
    return any(word in line.casefold() for word in _lists()["not_publication"])


def _printed_date(lines: Sequence[str], kind: str) -> tuple[dt.date, str] | None:
    """A date or "Jakarta, Juni 2016" on the first page; the period of the report is no date."""
    for line in lines if kind in ("pdf", "html") else ():
        for day in _DAY.finditer(line):
            before = line[max(0, day.start() - 40) : day.start()].casefold()
            ends_line = len(line) - day.end() <= _AFTER_DATE
            if ends_line and not any(word in before for word in _lists()["not_publication"]):
                return dt.date(int(day[3]), MONTHS[day[2].casefold()], int(day[1])), "day"
    for line in lines:
        if month := _PLACE_MONTH.search(line):
            return _last_day(month), "month"
    return _lone_month(lines)


def _lone_month(lines: Sequence[str]) -> tuple[dt.date, str] | None:
    """A line like "Februari 2025", if it lies behind the period the other lines name."""
    lone = [(line, match) for line in lines if (match := _MONTH.fullmatch(line.strip()))]
    if len(lone) != 1:
        return None
    named = [mention for line in lines if line != lone[0][0] for mention in mentions(line) if mention.years]
    ends = [period_of(mention.years[-1], mention.months).end for mention in named]
    day = _last_day(lone[0][1])
    return (day, "month") if ends and day > max(ends) else None


def _last_day(match: re.Match[str]) -> dt.date:
    """The last day of a month written as name and year."""
    year, number = int(match[2]), MONTHS[match[1].casefold()]
    return dt.date(year, number, calendar.monthrange(year, number)[1])
