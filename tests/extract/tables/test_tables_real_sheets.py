"""Real government spreadsheets with hand-checked readings, and invented village workbooks with their truth.

Both lie in the folder `shared` beside the checkout; without it these tests skip.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from expectations.labels import plain
from extract.grid import Grid
from extract.tables.finder import find_tables, read_sheets
from extract.tables.model import SheetReading, Table
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook

_SHARED = Path(__file__).parents[4] / "shared" / "data"
_LABELS = sorted((_SHARED / "sheets" / "labels").glob("*.json"))
_TRUTH = _SHARED / "villages" / "truth.json"


@pytest.mark.skipif(not _LABELS, reason="no folder shared/ with labelled sheets beside the checkout")
@pytest.mark.parametrize("path", _LABELS, ids=lambda path: path.stem.split("__")[1])
def test_a_real_sheet_is_read_as_its_label_says(path: Path) -> None:
    label = json.loads(path.read_text(encoding="utf-8"))
    file = _SHARED / "sheets" / "files" / label["source"] / Path(label["path"]).name
    readings = read_sheets(read_workbook(file.read_bytes(), file.name), contract_vocabulary())
    for reading, sheet in zip(readings, label["sheets"], strict=True):
        for expected in sheet["tables"]:
            accepted = [expected, *({**expected, **other} for other in _alternatives(expected))]
            assert any(_agrees(table, one) for table in reading.tables for one in accepted), sheet["sheet"]


def _alternatives(label: dict[str, Any]) -> list[dict[str, Any]]:
    alternatives = label.get("alt") or []
    return alternatives if isinstance(alternatives, list) else [alternatives]


def _agrees(table: Table, label: dict[str, Any]) -> bool:
    span = (table.first_data_row, table.last_data_row) if label["n_data_rows"] else (None, None)
    wanted = (label["first_data_row"], label["last_data_row"]) if label["n_data_rows"] else (None, None)
    columns = [plain(column.text) for column in table.columns]
    return (table.header_rows, span, columns, table.rows_of("total")) == (
        label["header_rows"], wanted, [plain(column) for column in label["columns"]], label["total_rows"],
    )  # fmt: skip


@cache
def _truth() -> list[dict[str, Any]]:
    return json.loads(_TRUTH.read_text(encoding="utf-8"))["files"] if _TRUTH.exists() else []


@pytest.mark.skipif(not _TRUTH.exists(), reason="no folder shared/ with village workbooks beside the checkout")
@pytest.mark.parametrize("number", range(len(_truth())))
def test_every_row_of_a_village_workbook_is_the_kind_it_was_made_as(number: int) -> None:
    file = _truth()[number]
    expected = dict(_expected_kinds(file))
    path = _SHARED / "villages" / file["path"]
    for grid in read_workbook(path.read_bytes(), path.name).sheets:
        for row, kind in _kinds(grid, find_tables(grid, contract_vocabulary())).items():
            assert expected.get((grid.name, row), "data") == ("title" if kind == "meta" else kind), (grid.name, row)


def _expected_kinds(file: dict[str, Any]) -> Iterator[tuple[tuple[str, int], str]]:
    for entry in file["ignored"]:
        yield (entry["sheet"], entry["row"]), entry["kind"]


def _kinds(grid: Grid, reading: SheetReading) -> dict[int, str]:
    kinds: dict[int, str] = dict(reading.ignored)
    for table in reading.tables:
        kinds |= table.row_kinds
    return kinds
