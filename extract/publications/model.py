"""What is found in a publication: tables as raw strings, text as paragraphs, each with its page.

The shape PDF, HTML, XLSX and CSV readers deliver and `transform/figures` understands. Nothing is parsed here: a cell is the
characters as published.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Place = tuple[float, float, float, float]


@dataclass(slots=True)
class PublishedTable:
    """One table, a continued one once. `page` is where it begins (1-based; 1 for formats without pages).

    `columns` are header texts, levels joined with " | "; `rows` hold one string or None a column; `row_pages` the page of each
    row. `total_row` is the total at the end (or top) if there is one, on `total_page`. `agreement` is the share of cells two
    independent readers read alike (None: one reader); `doubtful` are (row index, column index) where they disagree.
    `context` are the lines above and below that say what the table is (heading, unit, source, notes). `places` are its boxes by
    page as (left, top, right, bottom) in points, for showing a finding; pages that were turned to be read have none.
    """

    page: int
    title: str
    columns: list[str]
    rows: list[list[str | None]]
    row_pages: list[int]
    total_row: list[str | None] | None = None
    total_page: int | None = None
    reader: str = ""
    agreement: float | None = None
    doubtful: list[tuple[int, int]] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    status: str = "read"
    places: dict[int, Place] = field(default_factory=dict)


@dataclass(slots=True)
class Paragraph:
    """A piece of running text and its page."""

    page: int
    text: str


@dataclass(slots=True)
class Publication:
    """One published document. `sidecar` holds what was declared beside it (publisher, published_on, measure …), if anything."""

    sha256: str
    name: str
    format: str
    tables: list[PublishedTable]
    paragraphs: list[Paragraph]
    page_count: int = 1
    sidecar: dict[str, str] = field(default_factory=dict)
