"""Runs the integrity checks of `checks/*.yaml` and says what each fault means. It repairs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import psycopg

from expectations.catalogue import Severity
from expectations.documents import read_yaml
from load.warehouse import Row, Warehouse

SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check: it passed when `faults` is 0. `rows` are the first faults, `columns` what they show."""

    id: str
    severity: Severity
    faults: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    means_en: str
    means_id: str
    do_en: str
    do_id: str


def check(warehouse: Warehouse) -> list[CheckResult]:
    """All integrity checks, in the order they are written. Raises CatalogueError when the warehouse cannot be reached."""
    with warehouse.connect("loader") as connection:
        connection.read_only = True
        return [_run(connection, check_id, body) for check_id, body in _checks()]


def _run(connection: psycopg.Connection[Row], check_id: str, body: Mapping[str, Any]) -> CheckResult:
    cursor = connection.execute(body["sql"].encode())
    columns = tuple(column.name for column in cursor.description or ())
    return CheckResult(
        check_id, body["severity"], cursor.rowcount, columns, tuple(cursor.fetchmany(SHOWN_ROWS)),
        body["means"]["en"], body["means"]["id"], body["do"]["en"], body["do"]["id"],
    )  # fmt: skip


def _checks() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(files("load").joinpath("checks").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            yield from read_yaml(path).items()
