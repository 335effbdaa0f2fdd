"""A text PDF into a publication: its tables as printed, its running text by paragraph.

Scanned pages hold no text and are refused, not guessed.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from expectations.catalogue import CatalogueError
from extract.publications.areas import areas_of
from extract.publications.charts import charts_of
from extract.publications.context import (
    caption_below,
    caption_left_over,
    captions_stand_below,
    is_caption,
    notes_below,
    title_above,
    title_texts,
)
from extract.publications.continuation import Continued, as_continuation, continued, is_closed
from extract.publications.geometry import Box, Word, hull, median
from extract.publications.glyphs import words_of
from extract.publications.lines import Line, lines_of
from extract.publications.model import Paragraph, Place, Publication, PublishedTable
from extract.publications.paragraphs import heads_of, paragraphs_of, running_heads
from extract.publications.regions import regions_of
from extract.publications.ruling import Ruling, ruling_of
from extract.publications.second_reader import agreements
from extract.publications.table import Agreement, PageTable, is_contents, table_of
from extract.publications.tokens import starts_with
from extract.publications.totals import total_index

MOST_PAGES = 1_000


SecondReader = Callable[[bytes, Sequence[PageTable], Mapping[int, float]], dict[int, Agreement]]


@dataclass(slots=True)
class Page:
    """What is on one page: its words without charts, its ruling, its lines."""

    number: int
    height: float
    words: list[Word]
    standing: list[Word]
    ruling: Ruling
    charts: list[Box]
    lines: list[Line]
    is_upright: bool


def read_pdf(data: bytes, name: str, second_reader: SecondReader = agreements) -> Publication:
    """The tables and paragraphs of a text PDF.

    Raises CatalogueError `pdf_damaged`, `pdf_encrypted`, `pdf_without_text` or `pdf_too_long`.
    """
    with _opened(data, name) as document:
        if len(document.pages) > MOST_PAGES:
            raise CatalogueError("pdf_too_long", file=name, pages=len(document.pages), limit=MOST_PAGES)
        pages = [_page(page) for page in document.pages]
    if not any(page.words or page.charts for page in pages):
        raise CatalogueError("pdf_without_text", file=name, pages=len(pages))
    heads = running_heads([(page.height, page.lines) for page in pages])
    tables = _all_tables(pages, heads, False)
    if sum(captions_stand_below([table.box for table in tables if table.page == page.number], page.lines) for page in pages) > 0:
        tables = _all_tables(pages, heads, True)
    tables = _without_contents(tables)
    heights = {page.number: page.height for page in pages if page.is_upright}
    for place, agreement in second_reader(data, tables, heights).items():
        tables[place].agreement = agreement
    paragraphs = [paragraph for page in pages for paragraph in _paragraphs(page, tables, heads)]
    return Publication(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        format="pdf",
        tables=[_published(whole, set(heights)) for whole in continued(tables)],
        paragraphs=paragraphs,
        page_count=len(pages),
    )


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    """The document, opened; damage that shows only while pages are read is reported as well."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            yield document
    except (PdfminerException, PDFException) as error:
        causes = (error, *error.args)
        rule = "pdf_encrypted" if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes) else "pdf_damaged"
        raise CatalogueError(rule, file=name) from error


def _page(page: Any) -> Page:
    words, standing, turn = words_of(page)
    ruling = ruling_of(page, turn)
    charts = charts_of(words, ruling)
    text = [word for word in words if not any(chart.covers(word) for chart in charts)]
    height = turn(0.0, float(page.width), 0.0, float(page.height))[3]
    page.close()
    is_upright = not page.rotation and turn(0.0, 1.0, 0.0, 1.0) == (0.0, 1.0, 0.0, 1.0)
    return Page(page.page_number, height, text, standing, ruling, charts, lines_of(text), is_upright)


def _all_tables(pages: Sequence[Page], heads: set[str], titled_below: bool) -> list[PageTable]:
    """The tables of all pages; the first of a page is read in the light of the last of the page before."""
    found: list[PageTable] = []
    for page in pages:
        last = found[-1] if found and found[-1].page == page.number - 1 else None
        own = _tables(page, heads, last, titled_below)
        if own and not own[0].title and page.number > 1 and not titled_below:
            own[0].title = title_texts(_left_over(pages[page.number - 2], heads, found))
            own[0].context = [*own[0].title, *own[0].context]
        found += own
    return found


def _left_over(page: Page, heads: set[str], tables: Sequence[PageTable]) -> list[Line]:
    """The caption at the foot of a page whose table begins the next one."""
    running = heads_of(page.lines, page.height, heads)
    lines = [line for line in page.lines if line not in running]
    return caption_left_over([table.box for table in tables if table.page == page.number], lines)


def _tables(page: Page, heads: set[str], before: PageTable | None, titled_below: bool) -> list[PageTable]:
    """The tables of a page with their titles and notes."""
    running = heads_of(page.lines, page.height, heads)
    skipped = {word for line in running for word in line.words}
    words = [word for word in page.words if word not in skipped]
    large = 1.15 * median([word.size for word in words])
    page_title = [line for line in running if line.size > large and line.middle < page.height / 2]
    carried = before.columns if before is not None and not is_closed(before) else []
    found: list[PageTable] = []
    for area in areas_of(words, page.ruling):
        regions = regions_of(area, [] if found else carried)
        tables = [table for region in regions if (table := table_of(region, page.number, page.standing)) is not None]
        if tables and not found and before is not None:
            tables[0] = as_continuation(tables[0], before, page.standing)
        around = [*page_title, *lines_of(area.words)]
        found += [_with_context(table, tables, around, page.charts, titled_below) for table in tables]
    return found


def _with_context(
    table: PageTable, tables: Sequence[PageTable], around: Sequence[Line], charts: Sequence[Box], titled_below: bool
) -> PageTable:
    """The table with its title (above, where captions do not stand below) and the notes below; never rows of another."""
    taken = [other.box for other in tables]
    lines = [line for line in around if not any(box.covers(line) for box in taken)]
    over = max((box.bottom for box in taken if box.bottom <= table.box.top), default=0.0)
    caption = caption_below(table.box, lines) if titled_below else []
    title = caption or _title(table.box, [line for line in lines if line.middle > over], charts, taken)
    notes = notes_below(hull([table.box, *caption]), lines)
    table.title = [*title_texts(title), *table.title]
    table.context = [*table.title, *(line.text for line in notes)]
    table.surrounding = [*title, *notes]
    return table


def _title(box: Box, lines: Sequence[Line], charts: Sequence[Box], tables: Sequence[Box]) -> list[Line]:
    """The title above a table, or the caption above it that is centred on the page rather than on the table."""
    own = title_above(box, lines, charts)
    beside = any(other is not box and other.top < box.bottom and other.bottom > box.top for other in tables)
    if beside or not lines or any(map(is_caption, own)):
        return own
    page = hull(lines)
    wide = title_above(Box(min(box.x0, page.x0), max(box.x1, page.x1), box.top, box.bottom), lines, charts)
    return wide if any(map(is_caption, wide)) else own


def _without_contents(tables: Sequence[PageTable]) -> list[PageTable]:
    """The tables without tables of contents; one may go on over a page without its heading."""
    kept: list[PageTable] = []
    contents_page = -9
    for table in tables:
        announced = any(starts_with(line, "contents") for line in table.title) or contents_page == table.page - 1
        if is_contents(table, announced):
            contents_page = table.page
        else:
            kept.append(table)
    return kept


def _paragraphs(page: Page, tables: Sequence[PageTable], heads: set[str]) -> list[Paragraph]:
    """The running text outside the page's tables and charts."""
    own = [table for table in tables if table.page == page.number]
    taken = [table.box for table in own] + [
        Box(line.x0, line.x1, line.top, line.bottom) for table in own for line in table.surrounding
    ]
    taken += [Box(line.x0, line.x1, line.top, line.bottom) for line in heads_of(page.lines, page.height, heads)]
    words = [word for word in page.words if not any(box.covers(word) for box in taken)]
    return paragraphs_of(page.number, lines_of(words))


def _published(whole: Continued, upright: set[int]) -> PublishedTable:
    """A table with all its parts, its total row apart."""
    rows = [[cell or None for cell in row] for part in whole.parts for row in part.rows]
    pages = [part.page for part in whole.parts for _ in part.rows]
    total = total_index(rows)
    agreement, doubtful = _agreement(whole)
    return PublishedTable(
        page=whole.first.page,
        title=" ".join(whole.first.title or whole.last.title),
        columns=whole.first.names,
        rows=[row for index, row in enumerate(rows) if index != total],
        row_pages=[page for index, page in enumerate(pages) if index != total],
        total_row=None if total is None else rows[total],
        total_page=None if total is None else pages[total],
        reader="pdfplumber",
        agreement=agreement,
        doubtful=[(row - (total is not None and row > total), column) for row, column in doubtful if row != total],
        context=list(dict.fromkeys(line for part in whole.parts for line in part.context)),
        places={part.page: _place(part.box) for part in whole.parts if part.page in upright},
    )


def _place(box: Box) -> Place:
    return round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)


def _agreement(whole: Continued) -> tuple[float | None, list[tuple[int, int]]]:
    """The share of compared cells read alike (None: not read twice) and the doubtful cells, counted over all parts."""
    compared = sum(part.agreement.compared for part in whole.parts if part.agreement)
    alike = sum(part.agreement.alike for part in whole.parts if part.agreement)
    doubtful: list[tuple[int, int]] = []
    before = 0
    for part in whole.parts:
        doubtful += [(before + row, column) for row, column in (part.agreement.doubtful if part.agreement else [])]
        before += len(part.rows)
    return (alike / compared if compared else None), doubtful
