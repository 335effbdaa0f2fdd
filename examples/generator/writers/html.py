"""An HTML table under the name .xls, as web applications of offices export it."""

from __future__ import annotations

from html import escape

from ..layouts.recipe import Recipe
from ..model import Sheet
from .delimited import shown


def html_bytes(sheet: Sheet, recipe: Recipe) -> bytes:
    """The sheet as one HTML table with row and column spans."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for (top, left), (height, width) in spans.items()
        for row in range(top, top + height)
        for column in range(left, left + width)
        if (row, column) != (top, left)
    }
    rows = "\n".join(_row(sheet, row, spans, covered) for row in range(1, sheet.bottom + 1))
    text = f'<html><head><meta charset="{recipe.encoding}"></head><body>\n<table border="1">\n{rows}\n</table>\n</body></html>\n'
    return text.encode(recipe.encoding)


def _row(sheet: Sheet, row: int, spans: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]) -> str:
    cells = [
        f"<td{_span(spans.get((row, column)))}>{escape(shown(sheet.cells.get((row, column))))}</td>"
        for column in range(1, sheet.width + 1)
        if (row, column) not in covered
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _span(span: tuple[int, int] | None) -> str:
    if span is None:
        return ""
    return f' rowspan="{span[0]}" colspan="{span[1]}"'
