"""The first sheet of a corrected workbook: every correction on a line, with a link to its cell.

Named and headed so that the reader of returned workbooks knows it and leaves it out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from extract.answers.editing.archive import MAIN, main, serialised
from extract.answers.editing.stylesheet import Stylesheet
from extract.answers.marks import Mark
from extract.answers.wording import wording
from extract.grid import address

_WIDTHS = (6, 24, 9, 32, 30, 90)
_LINK_COLUMN = 3
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_HEIGHT = 15


def list_sheet(marks: Sequence[Mark], sheets: Sequence[str], styles: Stylesheet) -> bytes:
    """The worksheet part listing `marks` in their order. `sheets` are the sheets a link may lead to."""
    said = wording()["corrections"]
    root = etree.Element(main("worksheet"), nsmap={None: MAIN})
    etree.SubElement(etree.SubElement(root, main("sheetPr")), main("pageSetUpPr"), fitToPage="1")
    views = etree.SubElement(root, main("sheetViews"))
    etree.SubElement(views, main("sheetView"), showGridLines="0", tabSelected="1", workbookViewId="0")
    columns = etree.SubElement(root, main("cols"))
    for number, width in enumerate(_WIDTHS, 1):
        etree.SubElement(columns, main("col"), min=str(number), max=str(number), width=str(width), customWidth="1")
    data = etree.SubElement(root, main("sheetData"))
    title, header, line, link = styles.title(), styles.header(), styles.line(), styles.link()
    _add_row(data, 1, [said["title"]], [title])
    for number, text in enumerate(said["intro"], 2):
        _add_row(data, number, [text], [0])
    first = len(said["intro"]) + 3
    _add_row(data, first, said["columns"], [header] * len(_WIDTHS))
    for number, mark in enumerate(marks, 1):
        looks = [line] * len(_WIDTHS)
        if mark.sheet in sheets:
            looks[_LINK_COLUMN - 1] = link
        _add_row(data, first + number, _texts(number, mark), looks)
    _add_links(root, marks, sheets, first)
    page = etree.SubElement(root, main("pageSetup"), paperSize="9", orientation="landscape", fitToHeight="0")
    page.addprevious(
        root.makeelement(main("pageMargins"), left="0.5", right="0.5", top="0.5", bottom="0.5", header="0.3", footer="0.3")
    )
    return serialised(root)


def _texts(number: int, mark: Mark) -> list[str]:
    said = wording()["corrections"]
    spot = mark.spot if mark.sheet else ""
    return [str(number), mark.sheet or said["whole_file"], spot, mark.title, said["effects"][mark.level], mark.advice]


def _add_row(data: Any, number: int, texts: Sequence[str], styles: Sequence[int]) -> None:
    row = etree.SubElement(data, main("row"), r=str(number))
    if len(texts) == len(_WIDTHS):
        lines = max(-(-len(text) // width) for text, width in zip(texts, _WIDTHS, strict=True))
        row.attrib.update({"ht": str(_LINE_HEIGHT * max(lines, 1) + 3), "customHeight": "1"})
    for column, (text, style) in enumerate(zip(texts, styles, strict=True), 1):
        cell = etree.SubElement(row, main("c"), r=address(number, column), s=str(style))
        if not text:
            continue
        cell.set("t", "inlineStr")
        written = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        written.text = _ILLEGAL.sub("", text)


def _add_links(root: Any, marks: Sequence[Mark], sheets: Sequence[str], first: int) -> None:
    linked = [(number, mark) for number, mark in enumerate(marks, first + 1) if mark.sheet in sheets]
    if not linked:
        return
    links = etree.SubElement(root, main("hyperlinks"))
    for row, mark in linked:
        quoted = (mark.sheet or "").replace("'", "''")
        where = {"ref": address(row, _LINK_COLUMN), "location": f"'{quoted}'!{mark.spot}", "display": mark.spot}
        etree.SubElement(links, main("hyperlink"), where)
