"""The truth of a file: which rows must be loaded with which values, which must be held back, which must never load.

Made from what the village meant and what was planted; it reads no cell back and knows no parser.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from .layouts.columns import fields_of
from .model import Book, Meant, Record, Report, TableCopy, Written
from .months import age_on, month_end

_JOINED = {"birth_place": "ttl", "birth_date": "ttl", "rt": "rt_rw", "rw": "rt_rw"}
_TOTALS = {
    "business_groups": ("members_total", ("members_male", "members_female")),
    "cooperatives": ("members_total", ("members_male", "members_female")),
    "parenting_sessions": ("participants_total", ("children_male", "children_female", "caregivers")),
}


def plain(value: Meant) -> Any:
    """A meant value as JSON holds it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def dataset_truths(book: Book, period: dt.date) -> dict[str, Any]:
    """Per dataset: columns written, rows to load, rows to quarantine, duplicates."""
    truths: dict[str, Any] = {}
    for table in book.tables:
        truth = truths.setdefault(table.dataset, {"columns": table.keys, "rows": [], "quarantine": [], "duplicates": []})
        for row in table.rows:
            if row.copy_of is not None:
                truth["duplicates"].append(
                    {"sheet": row.sheet, "row": row.row, "of_row": row.copy_of.row, "of_sheet": row.copy_of.sheet}
                )
            elif row.fault and row.fault.condemns_row:
                truth["quarantine"].append({"sheet": row.sheet, "row": row.row, **_finding(row)})
            else:
                truth["rows"].append(_row(table, row, period))
    return truths


def _finding(row: Written) -> dict[str, Any]:
    assert row.fault is not None
    fault = row.fault
    return {
        "field": fault.field,
        "kind": fault.kind,
        "categories": list(fault.categories),
        "cell": "" if fault.cell is None else str(fault.cell),
    }


def _row(table: TableCopy, row: Written, period: dt.date) -> dict[str, Any]:
    values = expected_values(table, row)
    truth: dict[str, Any] = {
        "sheet": row.sheet,
        "row": row.row,
        "values": {key: plain(value) for key, value in values.items()},
        "any_of": _derivable(table, values, period) or None,
        "nik": values.get("nik"),
        "warnings": list(row.warnings),
        "accept": ["loaded"],
    }
    if row.fault:
        truth |= {"withheld": list(row.fault.withholds), **_finding(row)}
    return truth


def expected_values(table: TableCopy, row: Written) -> Record:
    """What must stand in the warehouse: what was meant, if the form asked for it and no fault condemned it."""
    withheld = row.fault.withholds if row.fault else ()
    return {
        field: row.meant[field] if is_said(field, table) and field not in withheld else None for field in fields_of(table.dataset)
    }


def is_said(field: str, table: TableCopy) -> bool:
    """Whether the form says this field at all: in a column of its own, a joined one, or around the table."""
    if field == "wage_currency" and "monthly_wage" in table.keys:
        return True
    return field in table.keys or field in table.implied or _JOINED.get(field) in table.keys


def _derivable(table: TableCopy, values: Record, period: dt.date) -> dict[str, list[Any]]:
    """Absent columns a reader may leave empty or work out: totals from their parts, age from the birth date."""
    if table.dataset == "migrant_children" and "age" not in table.keys:
        born = values["birth_date"]
        return (
            {"age": [None, *sorted({age_on(born, period), age_on(born, month_end(period))})]} if isinstance(born, dt.date) else {}
        )
    total, parts = _TOTALS.get(table.dataset, ("", ()))
    if not total or total in table.keys:
        return {}
    numbers = [value for part in parts if isinstance(value := values[part], int)]
    two = [value for part in parts[:2] if isinstance(value := values[part], int)]
    return {total: [None, *sorted({sum(numbers), sum(two)})]} if len(two) == 2 else {}


def file_status(book: Book) -> str:
    """`partial` where anything is withheld, else `loaded`."""
    return "partial" if any(row.fault for table in book.tables for row in table.rows) else "loaded"


def file_truth(path: str, sha256: str, book: Book, report: Report, layout: str, file_format: str) -> dict[str, Any]:
    """The entry of one file that is read as meant."""
    return {
        "path": path,
        "stage": int(path.split("/", 1)[0].removeprefix("stage")),
        "sha256": sha256,
        "layout": layout,
        "format": file_format,
        "village_code": report.village.code,
        "period": report.period.isoformat(),
        "village_written": report.village.name,
        "datasets": dataset_truths(book, report.period),
        "ignored": [entry for sheet in book.sheets for entry in sheet.ignored],
        "unknown_columns": list(_unknown_columns(book.tables)),
        "must_not_load": [entry for sheet in book.sheets for entry in sheet.traps],
        "matrix_sheets": book.matrix_sheets,
        "status": [file_status(book)],
        "superseded": {},
        "planted": [],
    }


def rejected(truth: dict[str, Any], why: str, status: str = "rejected") -> dict[str, Any]:
    """The same file when it must be turned away whole: every record becomes a row that must not load."""
    rows = [
        {"sheet": row["sheet"], "row": row["row"], "why": why, "dataset": dataset}
        for dataset, entry in truth["datasets"].items()
        for kind in ("rows", "quarantine", "duplicates")
        for row in entry[kind]
        if row["row"] is not None
    ]
    return {
        **truth,
        "datasets": {},
        "must_not_load": truth["must_not_load"] + rows,
        "status": [status],
        "why": why,
        "matrix_sheets": [],
    }


def _unknown_columns(tables: Iterable[TableCopy]) -> Iterable[dict[str, str]]:
    for table in tables:
        for column in table.columns:
            if column.key.startswith("x:"):
                yield {
                    "sheet": table.rows[0].sheet if table.rows else "",
                    "dataset": table.dataset,
                    "header": column.levels[-1].strip(),
                }


def counts(files: list[dict[str, Any]]) -> dict[str, int]:
    """How many rows, faults and file statuses a set has."""
    tally: dict[str, int] = {}

    def add(key: str, number: int = 1) -> None:
        tally[key] = tally.get(key, 0) + number

    for file in files:
        add(f"status.{'|'.join(file['status'])}")
        for dataset, entry in file["datasets"].items():
            add(f"{dataset}.loaded", len(entry["rows"]))
            add("loaded", len(entry["rows"]))
            add("quarantined", len(entry["quarantine"]))
            add("duplicates", len(entry["duplicates"]))
            for row in [*entry["rows"], *entry["quarantine"]]:
                if "kind" in row:
                    add(f"fault.{row['kind']}")
    return dict(sorted(tally.items()))
