"""What is declared beside a publication: `publications.yaml`, file name -> publisher, title, address, date, measure …

Validates the content of that file; reading it from disk is the connector's work. A declaration that cannot be right is left
out and said; the rest of the entry holds.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from expectations.catalogue import Finding
from expectations.codes import code_list

FIELDS = frozenset(
    {
        "publisher",
        "title",
        "address",
        "source_kind",
        "published_on",
        "published_precision",
        "measure",
        "basis",
        "unit",
        "period",
        "status",
    }
)
_CODED = {"source_kind": "source_kind", "measure": "measure", "basis": "basis", "status": "figure_status"}
_PRECISIONS = frozenset({"day", "month", "year"})


def read_declarations(content: Mapping[str, Any]) -> tuple[dict[str, dict[str, str]], list[Finding]]:
    """Declared fields by file name, as strings, and what was wrong with the others."""
    declared: dict[str, dict[str, str]] = {}
    findings: list[Finding] = []
    for name, entry in content.items():
        fields = entry if isinstance(entry, Mapping) else {}
        good = {key: text for key, value in fields.items() if (text := _checked(str(key), value)) is not None}
        declared[str(name)] = good
        findings += [
            Finding(
                "declaration_invalid",
                "file",
                dataset="bp2mi_figures",
                field=str(key),
                facts={"file": str(name), "declared": str(key)},
            )
            for key in fields
            if key not in good
        ]
    return declared, findings


def declared_date(fields: Mapping[str, str]) -> tuple[dt.date, str] | None:
    """The declared date of publication, the last day of what is known, and its precision (day, month or year)."""
    written = fields.get("published_on", "")
    parts = [int(part) for part in written.split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}", written) else []
    if not parts:
        return None
    precision = fields.get("published_precision") or ("year", "month", "day")[len(parts) - 1]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return dt.date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]), precision


def _checked(key: str, value: object) -> str | None:
    """The value as text, None where it cannot be right."""
    text = "" if value is None else str(value).strip()
    if key not in FIELDS or not text:
        return None
    if key in _CODED:
        return code_list(_CODED[key]).code(text)
    if key == "published_precision":
        return text if text in _PRECISIONS else None
    if key == "published_on":
        return text if _is_date(text) else None
    return text


def _is_date(text: str) -> bool:
    try:
        return declared_date({"published_on": text}) is not None
    except ValueError:
        return False
