"""csv and tsv. Delimiter and encoding are found in the content and the proof is kept; every cell stays the text it is.

A row of the grid is a record: line breaks inside quotes do not start a new one, blank records count.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from expectations.catalogue import CatalogueError
from extract.formats.canvas import trimmed
from extract.formats.encoding import Decoded, decode
from extract.formats.limits import MAX_CELLS, MAX_FILE_BYTES
from extract.formats.refusals import not_a_spreadsheet, too_many_cells
from extract.grid import Grid

_DELIMITERS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma"}
"""In order of preference where two fit equally well: a comma is also the Indonesian decimal mark."""
_SAMPLE_RECORDS = 500
_QUOTE = '"'


class Fit(NamedTuple):
    """How well a delimiter explains the records: of `records` that are not blank, `alike` have `width` fields."""

    delimiter: str
    width: int
    alike: int
    records: int

    @property
    def score(self) -> tuple[int, int]:
        """Fields explained, then width: what the better delimiter has more of."""
        return (self.alike * (self.width - 1), self.width)

    @property
    def why(self) -> str:
        """The proof in words."""
        return f"{self.alike} of {self.records} records have {self.width} fields"


def read_delimited(data: bytes, name: str) -> tuple[list[Grid], dict[str, str]]:
    """One sheet called `name`, and the proof: encoding, encoding_why, delimiter, delimiter_why.

    Raises CatalogueError: `file_encoding_unclear`, `file_not_a_spreadsheet` where no delimiter makes two columns,
    `file_quote_open` where a quotation mark swallows the rest, `file_too_many_cells`.
    """
    decoded = decode(data)
    text, declared = _declared_delimiter(decoded.text)
    _check_size(text, name)
    fit = _best_fit(text, declared)
    rows = _records(text, fit.delimiter)
    width = max(map(len, rows), default=0)
    if len(rows) * width > MAX_CELLS:
        raise too_many_cells(name, len(rows), width)
    for row in rows:
        row += [""] * (width - len(row))
    return [trimmed(name, rows, [])], _proof(decoded, fit, is_declared=declared is not None)


def _check_size(text: str, name: str) -> None:
    """Before anything is split: a line of sixty million commas would become as many cells."""
    fields = max(text.count(delimiter) for delimiter in _DELIMITERS)
    if fields > MAX_CELLS:
        raise too_many_cells(name, text.count("\n") + 1, fields)


def _proof(decoded: Decoded, fit: Fit, *, is_declared: bool) -> dict[str, str]:
    return {
        "encoding": decoded.encoding,
        "encoding_why": decoded.why,
        "delimiter": fit.delimiter,
        "delimiter_why": "declared in the first line" if is_declared else fit.why,
    }


def _declared_delimiter(text: str) -> tuple[str, str | None]:
    """Excel's first line "sep=;" names the delimiter. It is blanked, not cut, so that record numbers stay true."""
    first, end, rest = text.partition("\n")
    line = first.strip().strip(_QUOTE).lower()
    if line.startswith("sep=") and line[4:5] in _DELIMITERS:
        return end + rest, line[4]
    if line == "sep=" and "\t" in first:
        return end + rest, "\t"
    return text, None


def _best_fit(text: str, declared: str | None) -> Fit:
    fits = [_fit(text, delimiter) for delimiter in ([declared] if declared else _DELIMITERS)]
    best = max(fits, key=lambda fit: fit.score)
    is_prose = best.alike < 2 < best.records
    if (best.width < 2 or is_prose) and not declared:
        raise not_a_spreadsheet("plain text")
    return best


def _fit(text: str, delimiter: str) -> Fit:
    records = [record for record in islice(_reader(text, delimiter), _SAMPLE_RECORDS) if any(record)]
    widths = Counter(len(record) for record in records)
    width, alike = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]), default=(1, 0))
    return Fit(delimiter, width, alike, len(records))


def _reader(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_FILE_BYTES)  # a field larger than a whole file cannot occur; a lower limit would raise mid-file
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _records(text: str, delimiter: str) -> list[list[Any]]:
    """All records. A sloppy quotation inside one line is read leniently; one that takes in other lines is refused."""
    rows: list[list[Any]] = []
    try:
        rows.extend(_reader(text, delimiter, strict=True))
    except csv.Error as fault:
        lenient = list(_reader(text, delimiter))
        if any("\n" in field or "\r" in field for record in lenient for field in record):
            raise CatalogueError("file_quote_open", record=len(rows) + 1) from fault
        return lenient
    return rows
