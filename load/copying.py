"""Columns of a batch turned into rows for COPY, the fastest way into PostgreSQL.

Takes whatever pandas keeps (objects, nullable types, timestamps) and gives Python values; missing in any form becomes None, or the
key of the unknown member. A value that would be changed by its column (2.5 in a whole number) is an error, never rounded.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import psycopg

from load.facts import Column, Kind
from load.warehouse import Row

if TYPE_CHECKING:
    import pandas as pd


def copy_rows(connection: psycopg.Connection[Row], table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table, in the caller's transaction."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def reserve_ids(connection: psycopg.Connection[Row], sequence: str, count: int) -> range:
    """The next `count` numbers of a sequence. The caller holds the publishing lock."""
    if not count:
        return range(0)
    row = connection.execute(
        "SELECT setval(%(name)s, nextval(%(name)s) + %(more)s)", {"name": sequence, "more": count - 1}
    ).fetchone()
    last = int(row[0]) if row else 0
    return range(last - count + 1, last + 1)


def column_values(frame: pd.DataFrame, column: Column) -> list[Any]:
    """Values of a stored column, in the order of the frame."""
    if column.source not in frame.columns:
        return [column.missing] * len(frame)
    series = frame[column.source]
    present = series.notna().tolist()
    convert = _CONVERTERS[column.kind]
    return [convert(value) if there else column.missing for value, there in zip(series.tolist(), present, strict=True)]


def plain_values(frame: pd.DataFrame, name: str) -> list[Any]:
    """Values of any batch column with missing ones as None; all None when the batch lacks it."""
    if name not in frame.columns:
        return [None] * len(frame)
    series = frame[name]
    return [value if there else None for value, there in zip(series.tolist(), series.notna().tolist(), strict=True)]


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    return text.replace("\x00", "") if "\x00" in text else text


def _whole(value: Any) -> int:
    number = int(value)
    if number != value:
        raise ValueError("a fraction stands in a column of whole numbers")
    return number


def as_date(value: Any) -> dt.date:
    """A date from a date, a datetime or a pandas timestamp."""
    return value.date() if isinstance(value, dt.datetime) else value


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _same(value: Any) -> Any:
    return value


_CONVERTERS: dict[Kind, Callable[[Any], Any]] = {
    "text": _text, "whole": _whole, "number": _same, "date": as_date, "boolean": bool, "json": _json,
}  # fmt: skip
