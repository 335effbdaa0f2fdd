"""A web page saved as .xls: what most "export to Excel" buttons of older applications write.

Read as one sheet, the way a spreadsheet program opens it: lines of text outside tables are rows of one cell (titles often say
which village it is), tables follow one below the other. Everything is text, since a page only shows text; a number the page
declares (`x:num="…"`) is that number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.formats.canvas import Canvas
from extract.formats.refusals import corrupt
from extract.grid import CellValue, Grid

_MAX_COLUMN_SPAN, _MAX_ROW_SPAN = 1_000, 65_534
"""As the HTML standard cuts them."""
_LINE_END = "\u2028"
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BREAKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "br", "hr", "center", "table", "body"})


def read_html(text: str, name: str) -> list[Grid]:
    """The page as one sheet called `name`. Raises CatalogueError `file_corrupt` or `file_too_many_cells`."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        page = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise corrupt("its HTML") from fault
    canvas = Canvas(name)
    row = 0
    for block in _blocks(page):
        if isinstance(block, str):
            canvas.put(row, 0, block)
            row += 1
        else:
            row = _place_table(canvas, row, block)
    return [canvas.grid()]


def _blocks(page: Any) -> Iterator[Any]:
    """Lines of text (str) and innermost tables (elements), in document order."""
    line: list[str] = []
    for kind, item in _walk(page):
        if kind == "text":
            line.append(item)
            continue
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield text
        if kind == "table":
            yield item
    text = " ".join("".join(line).split())
    if text:
        yield text


def _walk(page: Any) -> Iterator[tuple[str, Any]]:
    """("text", characters), ("break", None) or ("table", element), without recursion: pages nest deeply."""
    waiting: list[tuple[str, Any]] = [("element", page)]
    while waiting:
        kind, item = waiting.pop()
        if kind != "element":
            yield kind, item
        elif item.tag == "table" and item.find(".//table") is None:
            yield "table", item
        elif isinstance(item.tag, str) and item.tag not in _SILENT:
            edge = [("break", None)] if item.tag in _BREAKS else []
            inside: list[tuple[str, Any]] = [("text", item.text or "")]
            for child in item:
                inside += [("element", child), ("text", child.tail or "")]
            waiting += reversed([*edge, *inside, *edge])


def _place_table(canvas: Canvas, row: int, table: Any) -> int:
    """Place a table with its spans. Returns the number of the row after it."""
    covered_to: dict[int, int] = {}
    for line in table.iter("tr"):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while covered_to.get(column, -1) >= row:
                column += 1
            down, across = _span(cell, "rowspan", _MAX_ROW_SPAN), _span(cell, "colspan", _MAX_COLUMN_SPAN)
            canvas.reach(row, column + across - 1)
            canvas.put(row, column, _value(cell))
            canvas.merge(row, column, down, across)
            if down > 1:
                covered_to.update(dict.fromkeys(range(column, column + across), row + down - 1))
            column += across
        row += 1
    return row


def _span(cell: Any, attribute: str, at_most: int) -> int:
    text = (cell.get(attribute) or "1").strip()
    return min(max(int(text), 1), at_most) if text.isdecimal() and len(text) < 9 else 1


def _value(cell: Any) -> CellValue:
    declared = cell.get("x:num")
    if declared:
        try:
            return float(declared)
        except ValueError:
            pass
    for mark in cell.iterdescendants("br", "p", "div"):
        mark.tail = _LINE_END + (mark.tail or "")
        if mark.tag != "br":
            mark.text = _LINE_END + (mark.text or "")
    lines = (" ".join(line.split()) for line in "".join(cell.itertext()).split(_LINE_END))
    return "\n".join(line for line in lines if line)
