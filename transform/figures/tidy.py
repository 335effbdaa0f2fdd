"""Figures that arrive one a row in the fields of bp2mi_figures: typed series, seeds, exports of another warehouse.

A tidy table is recognised by its columns. Each row becomes a figure with its codes filled, or is withheld with the field that
is wrong. Codes are never taken from the row's free text.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from expectations.catalogue import Finding
from expectations.codes import code_list
from extract.publications.model import PublishedTable
from transform.figures.members import code_of, conform

REQUIRED = ("publisher", "publication", "measure", "basis", "period_type", "period_start", "period_end", "value", "unit")
_DERIVED = re.compile(r"_(?:share|growth|change|mean|cumulative)$")
_PROVISIONAL = re.compile(r"\b(?:preliminary|provisional|sementara)\b", re.IGNORECASE)
_CODED = {"basis": "basis", "period_type": "period_type", "source_kind": "source_kind", "status": "figure_status"}
_DATES = ("published_on", "period_start", "period_end")
_TEXTS = ("publisher", "publication", "published_precision", "unit")


@dataclass(frozen=True, slots=True)
class TidyRow:
    """One row: a figure, or the field that keeps it from being one."""

    figure: dict[str, Any] | None
    finding: Finding | None


def is_tidy(table: PublishedTable) -> bool:
    """Whether the columns are the fields of bp2mi_figures."""
    return set(REQUIRED) <= {column.strip().casefold() for column in table.columns}


def read_tidy(table: PublishedTable, defaults: Mapping[str, Any]) -> list[TidyRow]:
    """One entry a row, in order. `defaults` fill publisher, date and kind where the table has no such column."""
    names = [column.strip().casefold() for column in table.columns]
    written = [*table.rows, *([table.total_row] if table.total_row else [])]
    rows = [dict(zip(names, row, strict=False)) for row in written]
    return [_row(number, row, table, defaults) for number, row in enumerate(rows, start=1)]


def _row(number: int, row: Mapping[str, str | None], table: PublishedTable, defaults: Mapping[str, Any]) -> TidyRow:
    figure: dict[str, Any] = dict(defaults)
    for field in (*_TEXTS, *_CODED, *_DATES, "measure", "value"):
        written = (row.get(field) or "").strip()
        if not written and field not in ("value", *REQUIRED):
            continue
        figure[field] = _read(field, written)
        if figure[field] is None:
            facts = {"table": table.title, "page": table.page, "field": field}
            return TidyRow(
                None, Finding("tidy_field_invalid", "row", table.title, number, None, "bp2mi_figures", field, facts, written)
            )
    written_out = {field: _members(row.get(field)) for field in ("members", "confined_to")}
    for field, found in written_out.items():
        if found is None:
            facts = {"table": table.title, "page": table.page, "field": field}
            return TidyRow(None, Finding("tidy_field_invalid", "row", table.title, number, None, "bp2mi_figures", field, facts))
    members, figure["confined_to"] = ((found or {}) for found in written_out.values())
    figure["status"] = _status(row, figure)
    figure["breakdown"] = (row.get("breakdown") or "").strip() or "*".join((*members, *figure["confined_to"])) or "total"
    figure["raw_token"] = (row.get("raw_token") or "").strip() or None
    figure["source_page"] = _whole(row.get("source_page")) or table.page
    figure["source_table"] = (row.get("source_table") or "").strip() or table.title
    figure["source_row"] = number
    return TidyRow(figure | conform(members, _codes(members)), None)


def _read(field: str, written: str) -> Any:
    if field in _DATES:
        return _date(written)
    if field == "value":
        return _number(written)
    if field == "measure":
        base = _DERIVED.sub("", written)
        return written if base in code_list("measure").codes else None
    return code_list(_CODED[field]).code(written) if field in _CODED else written or None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    """A number as machines write it, with a point for decimals."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _members(text: str | None) -> dict[str, str] | None:
    """Label by breakdown from the JSON of the column; {} for a total, None where it is no such JSON."""
    try:
        parsed = json.loads(text or "{}")
    except json.JSONDecodeError:
        return None
    if not isinstance(parsed, dict):
        return None
    labels = {str(name): member.get("label") if isinstance(member, dict) else member for name, member in parsed.items()}
    return {name: str(label) for name, label in labels.items()} if None not in labels.values() else None


def _codes(members: Mapping[str, str]) -> dict[str, str | None]:
    province = code_of("province", members["province"]) if "province" in members else None
    return {name: code_of(name, label, None, province) for name, label in members.items()}


def _status(row: Mapping[str, str | None], figure: Mapping[str, Any]) -> str:
    if row.get("status"):
        return str(figure["status"])
    return "provisional" if _PROVISIONAL.search(row.get("note") or "") else "final"
