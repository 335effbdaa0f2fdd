"""A web page as a publication: its tables with spans spread out, its headings and paragraphs as running text.

Only what the page shows; scripts, menus and forms are left out. Links and attachments are the connector's business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from expectations.catalogue import CatalogueError
from extract.formats.encoding import decode_page
from extract.publications.model import Paragraph, Publication, PublishedTable
from extract.publications.tokens import is_figure, look
from extract.publications.totals import total_index

_SILENT = ("script", "style", "nav", "form", "noscript", "template", "head", "iframe", "button", "select")
_TEXT_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "blockquote", "figcaption", "time", "pre")
_MOST_SPAN = 200

Row = list[str]


def read_html_page(data: bytes, name: str) -> Publication:
    """The tables and text of a page. Raises CatalogueError `file_corrupt` where nothing can be parsed."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        page = html.document_fromstring(decode_page(data).text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise CatalogueError("file_corrupt", part="its HTML") from fault
    etree.strip_elements(page, *_SILENT, with_tail=False)
    blocks = list(_blocks(page))
    return Publication(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        format="html",
        tables=[table for index, block in enumerate(blocks) if (table := _table(block, blocks[:index])) is not None],
        paragraphs=[Paragraph(1, block) for block in blocks if isinstance(block, str)],
    )


def _blocks(page: Any) -> Iterator[Any]:
    """Text blocks (str) and innermost tables (elements) in document order."""
    for element in page.iter():
        if element.tag == "table" and element.find(".//table") is None:
            yield element
        elif _is_block(element) and (text := _text(element)):
            yield text


def _is_block(element: Any) -> bool:
    """A paragraph, or a bare division of text, outside tables and not holding another block."""
    if not isinstance(element.tag, str) or next(element.iterancestors("table", *_TEXT_BLOCKS), None) is not None:
        return False
    if element.tag in _TEXT_BLOCKS:
        return element.find(".//table") is None
    return element.tag == "div" and not any(
        child.tag in (*_TEXT_BLOCKS, "div", "table", "section") for child in element.iter() if child is not element
    )


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _table(block: Any, before: Sequence[Any]) -> PublishedTable | None:
    """The block as a table with the caption or the nearest text above it as title; None for text and for layout tables."""
    if isinstance(block, str):
        return None
    grid, heads = _spread(block)
    count = _header_rows(grid, heads)
    rows = [[cell or None for cell in row] for row in grid[count:] if any(row)]
    if not rows or len(rows[0]) < 2 or not any(cell and is_figure(cell) for row in rows for cell in row):
        return None
    caption = block.find("caption")
    title = _text(caption) if caption is not None else next((text for text in reversed(before) if isinstance(text, str)), "")
    total = total_index(rows)
    return PublishedTable(
        page=1,
        title=title,
        columns=[_name([row[column] for row in grid[:count]]) for column in range(len(rows[0]))],
        rows=[row for index, row in enumerate(rows) if index != total],
        row_pages=[1] * (len(rows) - (total is not None)),
        total_row=None if total is None else rows[total],
        total_page=None if total is None else 1,
        reader="lxml",
        context=[title] if title else [],
    )


def _spread(table: Any) -> tuple[list[Row], list[bool]]:
    """The cells of a table with row and column spans repeated, and whether each row is made of heads."""
    cells: dict[tuple[int, int], str] = {}
    heads: list[bool] = []
    for number, line in enumerate(table.iter("tr")):
        column = 0
        own = list(line.iterchildren("td", "th"))
        heads.append(bool(own) and (all(cell.tag == "th" for cell in own) or next(line.iterancestors("thead"), None) is not None))
        for cell in own:
            while (number, column) in cells:
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            text = _text(cell)
            cells.update({(number + i, column + j): text for i in range(down) for j in range(across)})
            column += across
    width = 1 + max((column for _, column in cells), default=-1)
    return [[cells.get((row, column), "") for column in range(width)] for row in range(len(heads))], heads


def _span(cell: Any, attribute: str) -> int:
    text = (cell.get(attribute) or "1").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isdecimal() and len(text) < 9 else 1


def _header_rows(grid: Sequence[Row], heads: Sequence[bool]) -> int:
    """How many rows at the top are header: those of head cells, else those before the first row with a figure in it."""
    marked = next((index for index, is_head in enumerate(heads) if not is_head), len(heads))
    if marked:
        return marked
    figures = (index for index, row in enumerate(grid) if any(cell and look(cell) in ("value", "missing") for cell in row[1:]))
    return min(next(figures, 1), 3)


def _name(levels: Sequence[str]) -> str:
    """Header levels joined, equal neighbours once."""
    kept = [level for level, above in zip(levels, [None, *levels], strict=False) if level and level != above]
    return " | ".join(kept)
