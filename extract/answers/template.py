"""The official workbook of a village and a month, made wholly from the contracts.

One sheet a dataset with locked headers, drop-downs and typed cells, an instruction sheet with examples that never load, and a
hidden sheet with the lists. A filled one is read like any other workbook: nothing in the reader knows this form.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.contract import Contract, village_contracts
from expectations.regions import Region, bare_regency_name, regions
from extract.answers.columns import FormColumn, choices, form_columns, validation
from extract.answers.instructions import add_instructions
from extract.answers.styles import Styles
from extract.answers.wording import is_due, month_name, wording

_LABELS, _GAP, _HEADER, _NUMBERS, _FIRST = 2, 7, 8, 9, 10
"""0-based rows of a dataset's sheet: label cells, the thin row above the header, header, column numbers, first record."""
_PREPARED_ROWS, _CHECKED_ROWS, _LAST_COLUMN = 200, 2000, 16_383
_NOT_LOCKED = {
    "format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True,
    "autofilter": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Form:
    """What all sheets share: looks, the range of each list of choices, label cells with their values."""

    styles: Styles
    lists: Mapping[str, str]
    labels: Sequence[tuple[str, str]]


def build_template(village_code: str, month: dt.date, known: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """The workbook for a village (Kemendagri code) and month (first day); the same call gives the same bytes.

    `known` are names written beforehand by dataset ("business_groups", "cooperatives"), each into the contract's first field,
    on sheets that are due this month. Raises KeyError for a code that is no region.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(_properties(village_code, month))
    styles = Styles(book)
    add_instructions(book, styles)
    sheets = [(contract, book.add_worksheet(contract.sheet_words[0])) for contract in village_contracts().values()]
    form = _Form(styles, _add_lists(book, styles), _place_labels(village_code, month))
    for contract, sheet in sheets:
        names = (known or {}).get(contract.dataset, ()) if is_due(contract.cadence, month) else ()
        _fill_sheet(sheet, contract, form, names)
    book.close()
    return buffer.getvalue()


def _properties(village_code: str, month: dt.date) -> dict[str, Any]:
    name = regions()[village_code].name
    return {
        "title": f"Laporan Desa {name}, {month_name(month)}",
        "author": "",
        "created": dt.datetime(month.year, month.month, 1),
    }


def _place_labels(village_code: str, month: dt.date) -> list[tuple[str, str]]:
    """Label and value of every cell that says whose report this is, and for when."""
    village, district, regency = _chain(village_code)
    kind = "KOTA" if regency.name.startswith("Kota ") else "KABUPATEN"
    return [
        ("DESA", village.name.upper()),
        ("KECAMATAN", district.name.upper()),
        (kind, bare_regency_name(regency.name).upper()),
        ("BULAN", month_name(month).upper()),
        ("KODE DESA", village.code),
    ]


def _chain(village_code: str) -> tuple[Region, Region, Region]:
    village = regions()[village_code]
    district = regions()[village.parent_code]
    return village, district, regions()[district.parent_code]


def _add_lists(book: Any, styles: Styles) -> dict[str, str]:
    """Write the hidden sheet of choices; returns the range of each list."""
    sheet = book.add_worksheet(wording()["choices_sheet"])
    used = {
        column.list_name for contract in village_contracts().values() for column in form_columns(contract) if column.list_name
    }
    ranges = {}
    for index, name in enumerate(sorted(used)):
        labels = choices(name)
        sheet.write_string(0, index, name, styles.header)
        sheet.write_column(1, index, labels)
        letter = chr(ord("A") + index)
        ranges[name] = f"='{sheet.get_name()}'!${letter}$2:${letter}${len(labels) + 1}"
    sheet.hide()
    return ranges


def _fill_sheet(sheet: Any, contract: Contract, form: _Form, names: Sequence[str]) -> None:
    columns = form_columns(contract)
    _add_title(sheet, contract, form.styles)
    if contract.layout == "key_value":
        _fill_profile(sheet, columns, form)
    else:
        _fill_rows(sheet, columns, form)
        for row, name in enumerate(names, _FIRST):
            sheet.write_string(row, 1, name, form.styles.cell(columns[0].number_format))
    sheet.protect("", _NOT_LOCKED)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _add_title(sheet: Any, contract: Contract, styles: Styles) -> None:
    sheet.set_row(0, 24, styles.locked)
    sheet.set_row(1, 16, styles.locked)
    sheet.write_string(0, 0, contract.title_id.upper(), styles.title)
    sheet.write_string(1, 0, wording()["subtitle"].format(version=contract.version), styles.subtitle)


def _fill_rows(sheet: Any, columns: Sequence[FormColumn], form: _Form) -> None:
    """Label cells, header, and rows to fill. Whole rows must be unlocked, or a program refuses to delete them."""
    styles = form.styles
    for row in range(_LABELS, _FIRST):
        sheet.set_row(row, {_GAP: 6, _HEADER: 44}.get(row), styles.locked)
    for row, (label, value) in enumerate(form.labels, _LABELS):
        sheet.merge_range(row, 0, row, 1, label, styles.label)
        sheet.write_string(row, 2, f": {value}", styles.value)
    _add_header(sheet, columns, styles)
    sheet.set_column(0, 0, 5, styles.cell("0"))
    for index, column in enumerate(columns, 1):
        sheet.set_column(index, index, column.width, styles.cell(column.number_format))
        sheet.data_validation(_FIRST, index, _FIRST + _CHECKED_ROWS - 1, index, validation(column, form.lists))
    sheet.set_column(len(columns) + 1, _LAST_COLUMN, None, styles.unlocked)
    _prepare_rows(sheet, columns, styles)
    sheet.freeze_panes(_FIRST, 2)
    sheet.repeat_rows(_HEADER, _NUMBERS)


def _add_header(sheet: Any, columns: Sequence[FormColumn], styles: Styles) -> None:
    sheet.write_string(_HEADER, 0, wording()["numbering"], styles.header)
    sheet.write_number(_NUMBERS, 0, 1, styles.column_number)
    for index, column in enumerate(columns, 1):
        is_required = column.field.required
        text = f"{column.header} *" if is_required else column.header
        sheet.write_string(_HEADER, index, text, styles.required_header if is_required else styles.header)
        sheet.write_number(_NUMBERS, index, index + 1, styles.column_number)


def _prepare_rows(sheet: Any, columns: Sequence[FormColumn], styles: Styles) -> None:
    """Bordered empty rows whose running number shows once the first field is filled."""
    for row in range(_FIRST, _FIRST + _PREPARED_ROWS):
        sheet.write_formula(row, 0, f'=IF(B{row + 1}="","",ROW()-{_FIRST})', styles.cell("0"), "")
        for index, column in enumerate(columns, 1):
            sheet.write_blank(row, index, None, styles.cell(column.number_format))


def _fill_profile(sheet: Any, columns: Sequence[FormColumn], form: _Form) -> None:
    """Label, colon, value: one field a row."""
    styles = form.styles
    for index, width in enumerate((34, 3, 44)):
        sheet.set_column(index, index, width)
    for row, (label, value) in enumerate(form.labels, _LABELS):
        sheet.write_string(row, 0, label, styles.label)
        sheet.write_string(row, 1, ":", styles.label)
        sheet.write_string(row, 2, value, styles.value)
    for row, column in enumerate(columns, _LABELS + len(form.labels) + 1):
        sheet.write_string(row, 0, column.header, styles.profile_label)
        sheet.write_string(row, 1, ":", styles.profile_label)
        sheet.write_blank(row, 2, None, styles.cell(column.number_format))
        sheet.data_validation(row, 2, row, 2, validation(column, form.lists))
