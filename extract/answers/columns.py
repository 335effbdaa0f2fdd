"""How each field of a contract stands on the official form: its header, its hint, its number format, what may be typed.

Everything follows from the contract and the code lists; only the words come from `wording.yaml`. It writes no sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from expectations.codes import code_list
from expectations.contract import Contract, Field
from expectations.labels import plain
from extract.answers.wording import wording

DATE, MONTH, TEXT, WHOLE, GROUPED, GENERAL = "dd-mm-yyyy", "mm-yyyy", "@", "0", "#,##0", "General"
_FORMATS = {
    "date": DATE,
    "month": MONTH,
    "integer": WHOLE,
    "rt_rw": WHOLE,
    "rupiah": GROUPED,
    "wage": "#,##0.##",
    "decimal": "#,##0.##",
}
_AS_TEXT = frozenset({"duration", "kk", "nik", "passport", "phone", "text"})
_SIXTEEN = frozenset({"kk", "nik"})
_LISTS = {"country": "country", "sex": "sex", "yes_no": "yes_no"}
_FIRST_DAY, _LAST_DAY = dt.date(1930, 1, 1), dt.date(2035, 12, 31)
_GREATEST = 10**12
_LONGEST_HINT, _LONGEST_HINT_TITLE = 255, 32


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One field on the form. `list_name` is the code list it is chosen from; `number_format` is Excel's."""

    field: Field
    header: str
    hint: str
    number_format: str
    list_name: str | None
    width: int


def form_columns(contract: Contract) -> list[FormColumn]:
    """The columns of a contract's sheet, in the contract's order."""
    return [_column(field) for field in contract.fields]


def _column(field: Field) -> FormColumn:
    kind = field.semantic_type
    hint = shorten(f"{field.definition_id} {wording()['hints'][kind]}".strip(), _LONGEST_HINT, placeholder="…")
    number_format = TEXT if kind in _AS_TEXT else _FORMATS.get(kind, GENERAL)
    return FormColumn(
        field, official_header(field), hint, number_format, field.code_list or _LISTS.get(kind), wording()["widths"][kind]
    )


def official_header(field: Field) -> str:
    """The header of a field: its label where readers know it as a header, else the contract's first header word."""
    is_known = plain(field.label_id) in {plain(header) for header in field.headers}
    return field.label_id if is_known else next(header for header in field.headers if "|" not in header)


def choices(list_name: str) -> list[str]:
    """What a drop-down offers: the label shown to people of each code; countries by name, the rest as the list has them."""
    listed = code_list(list_name)
    labels = [listed.labels(code)[0] for code in listed.codes]
    return sorted(labels) if list_name == "country" else labels


def validation(column: FormColumn, lists: Mapping[str, str]) -> dict[str, Any]:
    """What the form lets a cell hold, in the words of xlsxwriter. `lists` are the ranges of the code lists by name."""
    said = {"input_title": shorten(column.header, _LONGEST_HINT_TITLE, placeholder="…"), "input_message": column.hint}
    return {"ignore_blank": True, **said, **_allowed(column, lists)}


def _allowed(column: FormColumn, lists: Mapping[str, str]) -> dict[str, Any]:
    kind, refusals = column.field.semantic_type, wording()["refusals"]
    if column.list_name:
        return {"validate": "list", "source": lists[column.list_name], "error_message": refusals["list"]}
    if kind in wording()["suggestions"]:
        return {"validate": "list", "source": wording()["suggestions"][kind], "show_error": False}
    if kind in _SIXTEEN:
        return {"validate": "length", "criteria": "==", "value": 16, "error_message": refusals["sixteen"]}
    if kind in ("date", "month"):
        return {"validate": "date", **_between(_FIRST_DAY, _LAST_DAY), "error_message": refusals[kind]}
    if kind == "rt_rw":
        return {"validate": "integer", **_between(1, 999), "error_message": refusals[kind]}
    if column.field.is_number:
        return _number(column.field, refusals)
    return {"validate": "any"}


def _number(field: Field, refusals: Mapping[str, str]) -> dict[str, Any]:
    whole = "integer" if field.semantic_type in ("integer", "rupiah") else "decimal"
    if field.signed:
        return {"validate": whole, **_between(-_GREATEST, _GREATEST), "error_message": refusals["signed"]}
    return {
        "validate": whole,
        **_between(0, _GREATEST),
        "error_message": refusals["integer" if whole == "integer" else "decimal"],
    }


def _between(least: Any, greatest: Any) -> dict[str, Any]:
    return {"criteria": "between", "minimum": least, "maximum": greatest}
