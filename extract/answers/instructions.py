"""The instruction sheet of the official workbook: how to fill it, what each sheet and column is, and examples that never load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from expectations.contract import Contract, village_contracts
from extract.answers.columns import DATE, FormColumn, form_columns
from extract.answers.styles import Styles
from extract.answers.wording import example_records, wording

_WIDTHS = (32, 8, 96, 28, 28)
_LINE_HEIGHT = 16


def add_instructions(book: Any, styles: Styles) -> None:
    """Add the sheet to a workbook under construction."""
    said = wording()["instructions"]
    sheet = book.add_worksheet(said["sheet"])
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, said["title"], styles.title)
    row = 1
    for step in said["steps"]:
        row += 1
        sheet.set_row(row, 18)
        sheet.write_string(row, 0, step)
    row = _add_overview(sheet, styles, row + 2)
    for contract in village_contracts().values():
        row = _add_examples(sheet, styles, contract, row + 2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)


def _add_overview(sheet: Any, styles: Styles, row: int) -> int:
    """One line a sheet: what it holds, how often it is due and by when. Returns the row after it."""
    said = wording()["instructions"]
    sheet.write_string(row, 0, said["overview"]["title"], styles.heading)
    name, holds, filled, due = said["overview"]["columns"]
    _write_line(sheet, row + 1, [name, "", holds, filled, due], styles.header)
    row += 2
    for contract in village_contracts().values():
        cadence = wording()["cadence"][contract.cadence]["said"] if contract.cadence else ""
        by = said["due"].format(day=contract.due_day) if contract.due_day else ""
        _write_line(sheet, row, [contract.sheet_words[0], "", contract.description_id, cadence, by], styles.boxed_prose)
        row += 1
    return row


def _write_line(sheet: Any, row: int, texts: Sequence[str], style: Any) -> None:
    _write_texts(sheet, row, texts, [style] * len(texts))
    sheet.merge_range(row, 0, row, 1, texts[0], style)


def _write_texts(sheet: Any, row: int, texts: Sequence[str], styles: Sequence[Any]) -> None:
    """Write one text a column, the row as high as the longest of them needs."""
    lines = max(-(-len(text) // width) for text, width in zip(texts, _WIDTHS, strict=True))
    sheet.set_row(row, _LINE_HEIGHT * max(lines, 1))
    for column, (text, style) in enumerate(zip(texts, styles, strict=True)):
        sheet.write_string(row, column, text, style)


def _add_examples(sheet: Any, styles: Styles, contract: Contract, row: int) -> int:
    """The columns of a dataset one below the other, each with two invented answers. Returns the row after them."""
    said = wording()["instructions"]
    sheet.write_string(row, 0, said["example"]["title"].format(title=contract.title_id.upper()), styles.heading)
    sheet.write_string(row + 1, 0, said["example"]["note"], styles.subtitle)
    _write_texts(sheet, row + 2, said["example"]["columns"], [styles.header] * len(_WIDTHS))
    row += 3
    for column in form_columns(contract):
        shown = [_as_shown(record.get(column.field.name), column) for record in example_records(contract.dataset)]
        required = said["required"] if column.field.required else ""
        head = styles.required_name if column.field.required else styles.boxed_prose
        _write_texts(sheet, row, [column.header, required, column.hint, *shown], [head, *[styles.boxed_prose] * 4])
        row += 1
    return row


def _as_shown(value: Any, column: FormColumn) -> str:
    """An example as the cell would show it."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}" if column.number_format == DATE else f"{value:%m-%Y}"
    if isinstance(value, int) and column.number_format.startswith("#"):
        return f"{value:,}".replace(",", ".")
    return str(value)
