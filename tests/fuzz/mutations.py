"""Ways to spoil a workbook: its bytes, the entries of its archive, the XML of its sheets, single cells, merges.

Every mutation follows from a `random.Random`. Those of cells and merges say which rows they touched, so that the rest can still
be compared with what was meant; after the others nobody knows what the file says.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Place = tuple[str, int]
"""Sheet name and 1-based row."""


@dataclass(frozen=True, slots=True)
class Mutated:
    """A spoiled file. `touched` are the places that changed; None: the whole file may say something else now."""

    name: str
    content: bytes
    touched: frozenset[Place] | None = None


Mutation = Callable[[bytes, random.Random], Mutated]
_XML_PARTS = re.compile(r"\.(xml|rels)$")
_JUNK: tuple[Any, ...] = (
    None, 0, -1, 1e308, 1e-300, 12345678901234567890, True, "", " ", "?", "-", "x" * 40_000, "=1/0", "#REF!", "\u202e1234", "NaN",
    "1.2.3.4", "99/99/9999", "Rp", "'", '"', "<b>", "&amp;", "𝟙𝟚", "\n\n", "ＪＵＭＬＡＨ", "lihat lampiran",
    dt.datetime(1900, 1, 1), dt.time(23, 59),
    float(2**53), "-0", "1e5", "٣٤٥",
)  # fmt: skip
_ATTRIBUTES = ("r", "t", "s", "ref", "spans", "r:id", "sheetId", "numFmtId", "count")


def flip_bytes(content: bytes, rng: random.Random) -> Mutated:
    """Change some bytes anywhere."""
    spoiled = bytearray(content)
    for _ in range(rng.choice((1, 3, 20, 200))):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return Mutated("flip_bytes", bytes(spoiled))


def cut(content: bytes, rng: random.Random) -> Mutated:
    """Keep only a part: the beginning, the end, or all but a block."""
    first, last = sorted((rng.randrange(len(content)), rng.randrange(len(content))))
    return Mutated("cut", rng.choice((content[:last], content[first:], content[:first] + content[last:])))


def overwrite_block(content: bytes, rng: random.Random) -> Mutated:
    """Overwrite a block by zeros, chance, or another part of the file."""
    size = rng.choice((16, 512, 4096))
    start = rng.randrange(len(content))
    other = rng.randrange(len(content))
    block = rng.choice((bytes(size), rng.randbytes(size), content[other : other + size]))
    return Mutated("overwrite_block", content[:start] + block + content[start + len(block) :])


def spoil_entry(content: bytes, rng: random.Random) -> Mutated:
    """Drop, empty, cut, double or multiply one entry of the archive."""
    entries = _entries(content)
    name = rng.choice(list(entries))
    data = entries[name]
    changed = {
        "drop": None, "empty": b"", "cut": data[: rng.randrange(len(data) + 1)], "double": data + data,
        "garbage": rng.randbytes(300), "exchange": entries[rng.choice(list(entries))],
    }  # fmt: skip
    kind = rng.choice(list(changed))
    return Mutated(f"spoil_entry {kind}", _archive({**entries, name: changed[kind]}))


def spoil_xml(content: bytes, rng: random.Random) -> Mutated:
    """Change tags, attributes and texts of one XML part, leaving the archive sound."""
    entries = _entries(content)
    name = rng.choice([name for name in entries if _XML_PARTS.search(name)])
    text = entries[name].decode("utf-8", "replace")
    for _ in range(rng.choice((1, 2, 8))):
        text = rng.choice((_drop_element, _double_element, _change_attribute, _change_text))(text, rng)
    return Mutated("spoil_xml", _archive({**entries, name: text.encode("utf-8")}))


def change_cells(content: bytes, rng: random.Random) -> Mutated:
    """Overwrite some cells by what does not belong there."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    touched: set[Place] = set()
    for _ in range(rng.choice((1, 3, 10))):
        sheet = rng.choice(book.worksheets)
        row, column = _somewhere(sheet, rng)
        if type(sheet.cell(row, column)).__name__ != "MergedCell":
            sheet.cell(row, column).value = rng.choice(_JUNK)
            touched.update((sheet.title, each) for each in _rows_of_merge(sheet, row, column))
    return Mutated("change_cells", _saved(book), frozenset(touched))


def merge_cells(content: bytes, rng: random.Random) -> Mutated:
    """Merge a block of cells, as a slip of the mouse does: only its first cell keeps its content."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = rng.choice(book.worksheets)
    top, left = _somewhere(sheet, rng)
    bottom, right = top + rng.randrange(4), left + rng.randrange(4)
    if any(_overlap(merge, top, left, bottom, right) for merge in sheet.merged_cells.ranges):
        return Mutated("merge_cells", content, frozenset())
    sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    return Mutated("merge_cells", _saved(book), frozenset((sheet.title, row) for row in range(top, bottom + 1)))


ANY_FORMAT: tuple[Mutation, ...] = (flip_bytes, cut, overwrite_block)
ARCHIVES: tuple[Mutation, ...] = (spoil_entry, spoil_xml)
WORKBOOKS: tuple[Mutation, ...] = (change_cells, merge_cells)


def mutations_for(content: bytes, file_format: str) -> tuple[Mutation, ...]:
    """The mutations a file of this format can have; those of cells twice, for they say most."""
    if not content.startswith(b"PK"):
        return ANY_FORMAT
    return (*ANY_FORMAT, *ARCHIVES, *(WORKBOOKS * 2 if file_format == "xlsx" else ()))


def _entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _archive(entries: dict[str, bytes | None]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            if data is not None:
                archive.writestr(name, data)
    return packed.getvalue()


def _saved(book: openpyxl.Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _somewhere(sheet: Worksheet, rng: random.Random) -> tuple[int, int]:
    return rng.randint(1, sheet.max_row), rng.randint(1, sheet.max_column)


def _rows_of_merge(sheet: Worksheet, row: int, column: int) -> range:
    for merge in sheet.merged_cells.ranges:
        if _overlap(merge, row, column, row, column):
            return range(merge.min_row, merge.max_row + 1)
    return range(row, row + 1)


def _overlap(merge: Any, top: int, left: int, bottom: int, right: int) -> bool:
    return bool(merge.min_row <= bottom and top <= merge.max_row and merge.min_col <= right and left <= merge.max_col)


def _drop_element(text: str, rng: random.Random) -> str:
    return _at_random(r"<[^<>]+>", lambda found: "", text, rng)


def _double_element(text: str, rng: random.Random) -> str:
    return _at_random(r"<(\w+)[^<>]*?(/>|>[^<]*</\1>)", lambda found: found * 2, text, rng)


def _change_attribute(text: str, rng: random.Random) -> str:
    name = rng.choice(_ATTRIBUTES)
    value = rng.choice(("", "-1", "A0", "XFD1048576", "ZZZZ9", "99999999999", "A1:XFD1048576", "inlineStr", "e", "\U0001f642"))
    return _at_random(rf'(?<= ){name}="[^"]*"', lambda found: f'{name}="{value}"', text, rng)


def _change_text(text: str, rng: random.Random) -> str:
    value = rng.choice(("", "-1", "1e999", "999999999", "&#0;", "]]>", "&undefined;", "<c/>", "\ufffe"))
    return _at_random(r"(?<=>)[^<>]+(?=<)", lambda found: value, text, rng)


def _at_random(pattern: str, change: Callable[[str], str], text: str, rng: random.Random) -> str:
    """The text with one match of the pattern, taken at random, changed."""
    matches = list(re.finditer(pattern, text))
    if not matches:
        return text
    match = rng.choice(matches)
    return text[: match.start()] + change(match.group()) + text[match.end() :]
