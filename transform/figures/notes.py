"""What a publication says about its own data: provisional, not available, restated, counted anew, classified anew.

Also marks decimal marks that change within the document. Reads text; numbers in it are the business of `narrative.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from expectations.catalogue import Finding
from expectations.documents import read_yaml
from expectations.labels import tidy
from extract.publications.model import Publication, PublishedTable
from transform.figures.outcome import DATASET
from transform.figures.table import TableReading
from transform.figures.titles import measure_in

_PERCENT = re.compile(r"(?<![\d.,])\d{1,3}([.,])\d{1,2}\s*(?:%|persen)")
_DECIMAL_CELL = re.compile(r"\(?-?\d{1,3}([.,])\d{1,2}\s*%?\)?")
_GROUPED = re.compile(r"(?<=\d)[.,](?=\d)")
_SAID = ("missing_block", "restated_period", "level_break", "classification_break", "unit_change", "provisional")
_EXCEPT = {"missing_block": "not_missing_block", "provisional": "not_provisional"}


@dataclass(frozen=True, slots=True)
class Provisional:
    """Which cells of a table are provisional: all of them, or those with a footnote mark."""

    everything: bool = False
    marked: bool = False


def says(rule: str, text: str) -> bool:
    """Whether a line says what the rule is about."""
    text = _GROUPED.sub("", tidy(text).casefold())
    for phrase in _phrases(_EXCEPT.get(rule, "")):
        text = phrase.sub(" ", text) if rule == "provisional" else "" if phrase.search(text) else text
    return any(phrase.search(text) for phrase in _phrases(rule))


def provisional_cells(publication: Publication, table: PublishedTable) -> Provisional:
    """What the title, the lines around a table and the footnotes of its pages call provisional."""
    pages = {table.page, *table.row_pages}
    near = [table.title, *table.context]
    footnotes = [p.text for p in publication.paragraphs if p.page in pages and tidy(p.text).startswith("*")]
    said = [text for text in (*near, *footnotes) if says("provisional", text)]
    return Provisional(any(not tidy(text).startswith("*") for text in said), any("*" in text for text in said))


def heading_above(publication: Publication, table: PublishedTable) -> str:
    """The first short line of the table's page that names a measure, such as "C. PENGADUAN"."""
    lines = [tidy(p.text) for p in publication.paragraphs if p.page == table.page]
    return next((line for line in lines if len(line.split()) <= 6 and measure_in(line)), "")


def document_notes(publication: Publication, readings: Sequence[TableReading]) -> list[Finding]:
    """Findings from the text of a document, one a rule and page."""
    return [*_said(publication), *_mixed_marks(publication, readings)]


def _said(publication: Publication) -> Iterator[Finding]:
    tables = {reading.page: reading.title for reading in reversed(publication.tables)}
    seen: set[tuple[str, int]] = set()
    for page, text in _texts(publication):
        for rule in _SAID:
            if (rule, page) not in seen and says(rule, text):
                seen.add((rule, page))
                yield _finding(rule, page, tables.get(page), text)


def _texts(publication: Publication) -> Iterator[tuple[int, str]]:
    """Paragraphs, each also joined with the next line of its page (sentences break over lines), and the lines around tables."""
    paragraphs = publication.paragraphs
    for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        yield paragraph.page, paragraph.text
        if following is not None and following.page == paragraph.page:
            yield paragraph.page, f"{paragraph.text} {following.text}"
    for table in publication.tables:
        yield from ((table.page, text) for text in (table.title, *table.context, *table.columns))
        yield from ((page, " ".join(filter(None, row))) for page, row in zip(table.row_pages, table.rows, strict=False))


def _mixed_marks(publication: Publication, readings: Sequence[TableReading]) -> Iterator[Finding]:
    """Percentages with a comma and with a point: on one page, or else anywhere in the document."""
    marks: dict[int, set[str]] = defaultdict(set)
    for paragraph in publication.paragraphs:
        marks[paragraph.page].update(match[1] for match in _PERCENT.finditer(paragraph.text))
    for reading in readings:
        for cell in reading.cells:
            if cell.kind == "percent" and (match := _DECIMAL_CELL.fullmatch(cell.token.raw)):
                marks[cell.page].add(match[1])
    mixed = [page for page in sorted(marks) if len(marks[page]) > 1]
    if not mixed and len(set().union(*marks.values())) > 1:
        first = next(iter(marks[min(page for page in marks if marks[page])]))
        mixed = [min(page for page in marks if marks[page] - {first})]
    for page in mixed:
        yield _finding("mixed_decimal_marks", page, None, "")


def _finding(rule: str, page: int, table: str | None, said: str) -> Finding:
    return Finding(rule, "file", table, None, None, DATASET, None, {"page": page, "table": table, "said": tidy(said)[:160]})


@cache
def _phrases(rule: str) -> tuple[re.Pattern[str], ...]:
    lists: dict[str, list[str]] = read_yaml(files("transform.figures") / "phrases.yaml")
    return tuple(re.compile(phrase) for phrase in lists.get(rule, ()))
