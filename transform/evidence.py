"""Collects what a file says about its village and month: label cells, title lines, file name, folders.

Only collects; `identity.py` decides. Words are looked up, never guessed: a title that names no known village says nothing
unless it is a label ("DESA : …") or stands before a district, where an unknown name is an error to report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from pathlib import PurePosixPath
from typing import TypeVar

from expectations.labels import letters, tidy
from expectations.region_changes import district_of
from expectations.regions import regions
from extract.grid import CellValue, Grid
from extract.tables.model import SheetReading
from transform.identity import MonthPiece, Pieces, VillagePiece, code_piece
from transform.periods import month_of, months_in, months_in_name, without_messenger
from transform.values.months import MONTHS
from transform.villages import VillageBook, regency_named, village_book

_KEYWORDS = {
    "kode_bps": r"kode\s+(?:desa\s+|wilayah\s+)?bps",
    "code": r"kode\s+(?:desa|wilayah|kemendagri)(?:\s*/\s*kel(?:urahan)?)?(?:\s+kemendagri)?",
    "village": r"(?:nama\s+)?(?:desa\s*/\s*kel(?:urahan)?|desa|kelurahan|kel\.)",
    "district": r"kecamatan|kec\b",
    "regency": r"kabupaten(?:\s*/\s*kota)?|kab\b",
    "city": r"kota\b",
    "province": r"provinsi|prov\b",
    "month": r"(?:laporan\s+|data\s+)?bulan|periode|masa\s+laporan",
    "year": r"tahun|thn\b",
    "other": r"dusun|dukuh|tanggal|tgl\b|program|rt\b|rw\b|alamat|petugas",
}
_SEGMENT = re.compile("|".join(rf"(?P<{name}>(?<![a-z]){pattern})" for name, pattern in _KEYWORDS.items()), re.I)
_PROGRAMME = re.compile(r"^(?:migran|migrasi|peduli|produktif|emas|binaan|wisata|buruh|digital|berdaya)\b", re.I)
_DOTTED_CODE = re.compile(r"(?<![\d.])\d{2}\.\d{2}\.\d{2}\.\d{4}(?![\d.])")
_PLAIN_CODE = re.compile(r"(?<!\d)\d{10}(?!\d)")
_WORDS = re.compile(r"[A-Za-z']+")
_LONGEST_NAME = 3
_KIND_WORDS = {"desa": "village", "kelurahan": "village", "kec": "district", "kecamatan": "district"}
_TITLE_KINDS = frozenset({"title", "meta"})
_Known = TypeVar("_Known")


@dataclass(frozen=True, slots=True)
class Line:
    """One title or label line: its place, its cells as one text, and whether free text counts (a title) or labels only."""

    sheet: str
    row: int
    text: str
    is_title: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A keyword and what follows it up to the next keyword; `labelled` where a colon or a cell border stood between."""

    keyword: str
    value: str
    labelled: bool
    line: Line


def collect(grids: Sequence[Grid], readings: Sequence[SheetReading], relative_path: str, regency_code: str | None) -> Pieces:
    """All pieces of one file. `relative_path` is the path below the inbox, with forward slashes."""
    lines = [line for grid, reading in zip(grids, readings, strict=True) for line in title_lines(grid, reading)]
    segments = [segment for line in lines for segment in segments_of(line)]
    book = _book(segments, relative_path, regency_code)
    pieces = Pieces()
    _add_codes(pieces, segments, relative_path)
    if book is not None:
        _add_labels(pieces, segments, book)
        _add_path(pieces, relative_path, book)
    _add_months(pieces, lines, segments, relative_path)
    return pieces


def title_lines(grid: Grid, reading: SheetReading) -> Iterator[Line]:
    """Lines of a visible sheet that may carry identity, top to bottom."""
    if reading.hidden or reading.reason:
        return
    kinds = dict(reading.ignored)
    for table in reading.tables:
        kinds |= {row: kind for row, kind in table.row_kinds.items() if kind in _TITLE_KINDS}
        if table.layout == "key_value":
            kinds |= dict.fromkeys(table.data_rows, "meta")
    first_table = min((min(table.row_kinds, default=0) for table in reading.tables), default=grid.height + 1)
    for row in sorted(kinds):
        kind = kinds[row]
        if kind in _TITLE_KINDS or (kind == "other" and row < first_table):
            yield Line(grid.name, row, _joined(grid.cells[row - 1]), kind != "meta")


def segments_of(line: Line) -> Iterator[Segment]:
    """The keyword segments of a line ("DESA MENANG KEC. JAMBON" -> village MENANG, district JAMBON)."""
    found = list(_SEGMENT.finditer(line.text))
    for match, following in zip_longest(found, found[1:]):
        end = following.start() if following else len(line.text)
        raw = line.text[match.end() : end]
        begins_cell = match.start() == 0 or line.text[match.start() - 1] == "\t"
        labelled = bool(re.match(r"\s*\.?\s*[:=]", raw)) or (begins_cell and bool(re.match(r"\s*\t", raw)))
        value = tidy(raw.strip(" \t.:=-,/()"))
        if value and match.lastgroup:
            yield Segment(match.lastgroup, value, labelled, line)


def _joined(cells: Iterable[CellValue]) -> str:
    return "\t".join(_cell_text(cell) for cell in cells if cell != "")


def _cell_text(cell: CellValue) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return re.sub(r"[\r\n]+", " ", str(cell))


def _book(segments: Sequence[Segment], path: str, configured: str | None) -> VillageBook | None:
    """The regency whose names count: that of a code, else the labelled one, else the configured one."""
    for _, code in _codes_of(segments, path):
        regency = ".".join(_dotted(code).split(".")[:2])
        if regency in regions():
            return village_book(regency)
    for segment in segments:
        if segment.keyword in {"regency", "city"}:
            named = regency_named(_first_words(segment.value), is_city=segment.keyword == "city")
            if named:
                return village_book(named)
    return village_book(configured) if configured else None


def _first_words(value: str) -> str:
    return re.split(r"[,\t;]| tahun | provinsi ", value, maxsplit=1)[0]


def _dotted(code: str) -> str:
    digits = code.replace(".", "")
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"


def _codes_of(segments: Sequence[Segment], path: str) -> Iterator[tuple[str, str]]:
    """Village codes as written, with their place: labelled ones, and any in the path that could be a region's."""
    for segment in segments:
        if segment.keyword == "code":
            for code in _DOTTED_CODE.findall(segment.value) or _PLAIN_CODE.findall(segment.value):
                yield _place(segment.line), code
    for code in [*_DOTTED_CODE.findall(path), *_PLAIN_CODE.findall(without_messenger(path))]:
        if ".".join(_dotted(code).split(".")[:2]) in regions():
            yield _path_place(path, code), code


def _add_codes(pieces: Pieces, segments: Sequence[Segment], path: str) -> None:
    for where, code in _codes_of(segments, path):
        piece = code_piece(where, code)
        if piece:
            pieces.villages.append(piece)
        else:
            pieces.unknown.append((where, code))


def _add_labels(pieces: Pieces, segments: Sequence[Segment], book: VillageBook) -> None:
    for segment, following in zip_longest(segments, segments[1:]):
        if segment.keyword == "village" and not _PROGRAMME.match(segment.value):
            before_district = following is not None and following.keyword == "district" and following.line == segment.line
            _add_village(pieces, segment, book, is_explicit=segment.labelled or before_district)
        elif segment.keyword == "district":
            districts = _longest(segment.value, lambda name: book.district_codes(name))
            if districts:
                codes = frozenset(code for code in _all_codes(book) if district_of(code) in districts)
                pieces.villages.append(VillagePiece(_place(segment.line), f"Kec. {segment.value}", codes, False))


def _add_village(pieces: Pieces, segment: Segment, book: VillageBook, *, is_explicit: bool) -> None:
    codes = _longest(segment.value, lambda name: book.village_codes(name))
    if codes:
        pieces.villages.append(VillagePiece(_place(segment.line), segment.value, frozenset(codes), True))
    elif is_explicit:
        pieces.unknown.append((_place(segment.line), segment.value))


def _longest(value: str, find: Callable[[str], _Known]) -> _Known | None:
    """What the longest run of leading words is known as."""
    words = value.replace("\t", " ").split()
    for count in range(len(words), 0, -1):
        known = find(" ".join(words[:count]))
        if known:
            return known
    return None


def _all_codes(book: VillageBook) -> frozenset[str]:
    return frozenset(code for codes in book.villages.values() for code in codes)


def _add_path(pieces: Pieces, path: str, book: VillageBook) -> None:
    """Names in folders and file name: what villages every one of them allows. Of two bare names one is the village's."""
    parts = [list(_names_in(part, book)) for part in PurePosixPath(path).parts]
    _name_nested_folders(parts[:-1], book)
    names = [name for part in parts for name in part]
    if not names:
        return
    allowed = frozenset(code for code in _all_codes(book) if all(_allows(name, code, book) for name in names))
    named = frozenset(code for code in allowed if any(_is_village(name, code, book) for name in names))
    is_said = any(name.kind == "village" for name in names) or sum(name.kind is None for name in names) > 1
    if named and is_said:
        allowed = named
    written = " / ".join(name.written for name in names)
    pieces.villages.append(VillagePiece("file name", written, allowed, bool(named) or not allowed))


def _name_nested_folders(folders: Sequence[list[PathName]], book: VillageBook) -> None:
    """Of a folder inside one of the same name, the outer is the district's: nobody keeps a village within itself."""
    for outer, inner in pairwise(folders):
        same = [letters(name.written) for name in outer] == [letters(name.written) for name in inner]
        if same and len(outer) == 1 and book.district_codes(outer[0].written) and book.village_codes(inner[0].written):
            outer[0], inner[0] = replace(outer[0], kind="district"), replace(inner[0], kind="village")


@dataclass(frozen=True, slots=True)
class PathName:
    """A known name in a path; `kind` is the word before it where that says what it is ("desa", "kecamatan")."""

    written: str
    kind: str | None


def _allows(name: PathName, village_code: str, book: VillageBook) -> bool:
    """Whether a written name fits this village: its own name, or its district's."""
    districts = book.district_codes(name.written) if name.kind != "village" else ()
    return _is_village(name, village_code, book) or district_of(village_code) in districts


def _is_village(name: PathName, village_code: str, book: VillageBook) -> bool:
    return name.kind != "district" and village_code in book.village_codes(name.written)


def _names_in(part: str, book: VillageBook) -> Iterator[PathName]:
    """Known village and district names in one part of a path, longest first, left to right."""
    words = _WORDS.findall(without_messenger(PurePosixPath(part).stem if "." in part else part))
    start = 0
    while start < len(words):
        for count in range(_LONGEST_NAME, 0, -1):
            name = " ".join(words[start : start + count])
            if letters(name) not in MONTHS and (book.village_codes(name) or book.district_codes(name)):
                yield PathName(name, _KIND_WORDS.get(words[start - 1].casefold()) if start else None)
                start += count
                break
        else:
            start += 1


def _add_months(pieces: Pieces, lines: Sequence[Line], segments: Sequence[Segment], path: str) -> None:
    for segment in segments:
        if segment.keyword == "month":
            month = _month_of_label(segment, segments)
            if month:
                pieces.months.append(MonthPiece(_place(segment.line), month))
    for line in lines:
        if line.is_title:
            pieces.months += [MonthPiece(_place(line), month) for month in months_in(line.text.replace("\t", " "))]
    for part in PurePosixPath(path).parts:
        pieces.months += [MonthPiece(_path_place(path, part), month) for month in months_in_name(part)]


def _month_of_label(segment: Segment, segments: Sequence[Segment]) -> dt.date | None:
    """The month a label says, its year from the same line or from a year label of the same sheet."""
    whole = next(months_in(segment.value.replace("\t", " ")), None)
    if whole:
        return whole
    years = [other.value for other in segments if other.keyword == "year" and other.line.sheet == segment.line.sheet]
    return next(filter(None, (month_of(segment.value, year[:4]) for year in years)), None)


def _place(line: Line) -> str:
    return f"{line.sheet}!{line.row}"


def _path_place(path: str, part: str) -> str:
    return "file name" if part in PurePosixPath(path).name else "folder"
