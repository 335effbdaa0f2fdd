"""What anybody can see of a finished run: the office's rows with the vault's personal fields beside them, and the quarantine."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from examples.generator.layouts.recipe import DATASETS
from flows.reading import FileReading
from load.warehouse import Reader, Warehouse

RowsByDataset = dict[str, list[dict[str, Any]]]


def warehouse_rows(warehouse: Warehouse, loads: Sequence[int]) -> dict[str, RowsByDataset]:
    """Current rows of these loads by SHA-256 and dataset, as the data protection officer sees them: `core` and `vault` joined."""
    seen: dict[str, RowsByDataset] = defaultdict(lambda: defaultdict(list))
    for dataset in DATASETS:
        personal = (
            {_place(row): row for row in select(warehouse, "dpo", f"SELECT * FROM vault.{dataset}")}
            if _has_vault(warehouse, dataset)
            else {}
        )
        for row in select(warehouse, "office", f"SELECT * FROM core.{dataset} WHERE load_id = ANY(ARRAY{list(loads)})"):
            beside = {name: value for name, value in personal.get(_place(row), {}).items() if name not in row}
            seen[row["source_file"]][dataset].append({**row, **beside})
    return seen


def _has_vault(warehouse: Warehouse, dataset: str) -> bool:
    query = f"SELECT 1 FROM information_schema.tables WHERE table_schema = 'vault' AND table_name = '{dataset}'"
    return bool(select(warehouse, "dpo", query))


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["source_file"], row["source_sheet"], row["source_row"])


def select(warehouse: Warehouse, role: Reader, query: str) -> list[dict[str, Any]]:
    """Rows of a query as this role."""
    columns, rows = warehouse.query(role, query)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def read_rows(reading: FileReading) -> RowsByDataset:
    """Rows a reading would hand on, before the checks of a batch: what the reader condemned or saw twice is left out."""
    seen: RowsByDataset = defaultdict(list)
    submission = reading.submission
    if submission is None or submission.identity is None:
        return seen
    who = {"village_code": submission.identity.village_code, "period": submission.identity.period}
    for part in submission.parts:
        for rows in part.rows:
            for at, number in enumerate(rows.source_rows):
                if at not in rows.condemned | rows.duplicates:
                    values = {name: _day(values[at]) for name, values in rows.values.items()}
                    seen[rows.dataset].append({**values, **who, "source_sheet": rows.sheet, "source_row": number})
    return seen


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def all_text(warehouse: Warehouse, schema: str) -> str:
    """Every row a reader of a schema can see, as one text; lists of regions are left out, since villages bear names of people."""
    role: Reader = "bi" if schema == "mart" else "office"
    tables = select(
        warehouse,
        role,
        "SELECT DISTINCT table_name AS name FROM information_schema.role_table_grants "
        f"WHERE table_schema = '{schema}' AND privilege_type = 'SELECT' AND table_name NOT LIKE 'dim\\_%' "
        "AND table_name NOT IN ('village_now', 'region_now', 'regions')",
    )
    lines = []
    for table in tables:
        lines += [str(row) for row in select(warehouse, role, f'SELECT * FROM {schema}."{table["name"]}"')]
    return "\n".join([*(table["name"] for table in tables), *lines])
