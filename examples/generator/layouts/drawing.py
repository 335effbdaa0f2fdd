"""Draws a table onto a sheet: header rows with merges, the column-number row, the body; and remembers where records went."""

from __future__ import annotations

from ..model import Cell, Column, Sheet, TableCopy
from .body import Line
from .recipe import Recipe


def draw_table(sheet: Sheet, table: TableCopy, lines: list[Line], recipe: Recipe, top: int, left: int) -> int:
    """Draw header and body with the header's first row at `top`; returns the last row drawn."""
    places = column_places(table.columns, recipe, left)
    body = draw_header(sheet, table, recipe, top, places)
    first_data = body
    for offset, line in enumerate(lines):
        _draw_line(sheet, table, line, body + offset, places)
    if recipe.merged_cells:
        _merge_repeats(sheet, lines, first_data, places)
    return body + len(lines) - 1


def column_places(columns: list[Column], recipe: Recipe, left: int) -> dict[str, int]:
    """Column key -> 1-based sheet column; a spacer column stands after every sixth column where the recipe has them."""
    return {column.key: left + i + (i // 6 if recipe.spacer_columns else 0) for i, column in enumerate(columns)}


def draw_header(sheet: Sheet, table: TableCopy, recipe: Recipe, top: int, places: dict[str, int]) -> int:
    """Draw header rows, column numbers and the spacer row; returns the row where the body begins."""
    depth = max(len(column.levels) for column in table.columns)
    _draw_levels(sheet, table.columns, places, top, depth, is_merged=not recipe.unmerged_header)
    for row in range(top, top + depth):
        sheet.ignore(row, "header", table.dataset)
    row = top + depth
    if recipe.column_numbers != "none":
        for number, column in enumerate(table.columns, 1):
            sheet.put(row, places[column.key], f"({number})" if recipe.column_numbers == "brackets" else number)
        sheet.ignore(row, "column_number", table.dataset)
        row += 1
    return row + 1 if recipe.spacer_row else row


def _draw_levels(sheet: Sheet, columns: list[Column], places: dict[str, int], top: int, depth: int, is_merged: bool) -> None:
    """Write header words level by level; equal neighbours under one parent are merged, short columns reach down."""
    for level in range(depth):
        start = 0
        while start < len(columns):
            end = start
            while end + 1 < len(columns) and _share(columns[start], columns[end + 1], level):
                end += 1
            if level < len(columns[start].levels):
                is_leaf = level == len(columns[start].levels) - 1
                left, right = places[columns[start].key], places[columns[end].key]
                sheet.put(top + level, left, columns[start].levels[level])
                if is_merged:
                    sheet.merge(top + level, left, top + depth - 1 if is_leaf else top + level, right)
            start = end + 1


def _share(one: Column, other: Column, level: int) -> bool:
    """Whether two columns stand under the same upper header word at this level."""
    return level < min(len(one.levels), len(other.levels)) - 1 and one.levels[: level + 1] == other.levels[: level + 1]


def _draw_line(sheet: Sheet, table: TableCopy, line: Line, row: int, places: dict[str, int]) -> None:
    if line.kind == "header":
        leaves: dict[str, Cell] = {column.key: column.levels[-1] for column in table.columns}
        line = Line("header", leaves)
    for key, value in line.cells.items():
        sheet.put(row, places[key], value)
    if line.kind == "section":
        sheet.merge(row, min(places.values()), row, max(places.values()))
    if line.written is not None:
        line.written.sheet, line.written.row = sheet.name, row
    elif line.kind != "blank":
        sheet.ignore(row, line.kind, table.dataset)


def _merge_repeats(sheet: Sheet, lines: list[Line], top: int, places: dict[str, int]) -> None:
    """Merge cells of equal meaning in neighbouring records, as villages do with the hamlet or the place of a session."""
    for key in ("hamlet", "place", "officer"):
        if key in places:
            _merge_column(sheet, lines, top, key, places[key])


def _merge_column(sheet: Sheet, lines: list[Line], top: int, key: str, column: int) -> None:
    start = 0
    while start < len(lines):
        end = start
        while end + 1 < len(lines) and _means_same(lines[start], lines[end + 1], key):
            end += 1
        if end > start:
            for row in range(top + start + 1, top + end + 1):
                sheet.cells.pop((row, column), None)
            sheet.merge(top + start, column, top + end, column)
        start = end + 1


def _means_same(one: Line, other: Line, key: str) -> bool:
    if one.written is None or other.written is None or one.written.meant[key] is None:
        return False
    return one.written.meant[key] == other.written.meant[key]
