"""Open data of a regency say what `mart` says to role bi, cell for cell: what is hidden there is hidden here, no more."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from load.export import export
from tests.load.marts.conftest import Loaded

Cells = Counter[tuple[Any, ...]]


@pytest.fixture(scope="module")
def folder(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("open_data")
    export(loaded.warehouse, written)
    return written


@pytest.fixture(scope="module")
def marts(loaded: Loaded) -> list[str]:
    return list(loaded.frame("SELECT viewname::text FROM pg_views WHERE schemaname = 'mart' ORDER BY 1")["viewname"])


def plain(value: Any) -> Any:
    """A value as JSON would have it, numbers as floats, times in UTC."""
    match value:
        case bool() | None:
            return value
        case int() | float() | Decimal():
            return float(value)
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case list() | dict():
            return json.dumps(value, sort_keys=True)
    return value


def read_as(example: Any, text: str) -> Any:
    """A CSV's text as a value of the same kind as another one of its column."""
    match example:
        case _ if text == "":
            return None
        case bool():
            return {"true": True, "false": False}[text]
        case int() | float() | Decimal():
            return float(text)
        case dt.datetime():
            return dt.datetime.fromisoformat(text)
        case list() | dict():
            return json.loads(text)
    return text


def counted(rows: Iterable[Iterable[Any]]) -> Cells:
    return Counter(tuple(plain(value) for value in row) for row in rows)


def csv_rows(path: Path, examples: dict[str, Any]) -> Iterator[list[Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield [read_as(examples.get(name), text) for name, text in row.items()]


def parquet_rows(path: Path, examples: dict[str, Any]) -> Iterator[list[Any]]:
    for row in parquet.read_table(path).to_pylist():
        yield [
            json.loads(value) if isinstance(examples.get(name), list | dict) and value else value for name, value in row.items()
        ]


@pytest.mark.parametrize(("kind", "read"), [("csv", csv_rows), ("parquet", parquet_rows)])
def test_each_file_holds_the_rows_its_mart_shows_and_no_others(
    loaded: Loaded, folder: Path, marts: list[str], kind: str, read: Any
) -> None:
    assert {path.stem for path in (folder / kind).iterdir()} == set(marts)
    for mart in marts:
        rows = loaded.rows(f"SELECT * FROM mart.{mart}")
        examples = {name: value for row in rows for name, value in row.items() if value is not None}
        written = counted(read(folder / kind / f"{mart}.{kind}", examples))
        assert written == counted(row.values() for row in rows), mart


def test_a_hidden_cell_is_empty_and_marked_in_the_open_data(loaded: Loaded, folder: Path) -> None:
    rows = parquet.read_table(folder / "parquet" / "indicators.parquet").to_pylist()
    hidden = [row for row in rows if row["suppressed"]]
    assert {(row["numerator"], row["denominator"], row["value"]) for row in hidden} == {(None, None, None)}
    assert len(hidden) == loaded.frame("SELECT * FROM mart.indicators WHERE suppressed").shape[0]
