"""Columns of a batch turned into rows for COPY, the fastest way into PostgreSQL.

Takes whatever pandas keeps (objects, nullable types, timestamps) and gives Python values; missing in any form becomes None, or
the key of the unknown member. A value that would be changed by its column (2.5 in a whole number) is an error, never rounded.
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
    values = plain_values(frame, column.source)
    convert = _CONVERTERS.get(column.kind)
    if convert is not None:
        values = _converted(values, convert, column.name)
    elif column.kind == "text" and any("\x00" in value for value in values if value):  # PostgreSQL has no such character
        values = [value and value.replace("\x00", "") for value in values]
    return values if column.missing is None else [column.missing if value is None else value for value in values]


def plain_values(frame: pd.DataFrame, name: str) -> list[Any]:
    """Values of any batch column with missing ones as None; all None when the batch lacks it."""
    if name not in frame.columns:
        return [None] * len(frame)
    values = frame[name].tolist()
    present = frame[name].notna()
    return values if present.all() else [value if there else None for value, there in zip(values, present.tolist(), strict=True)]


def _converted(values: list[Any], convert: Callable[[Any], Any], name: str) -> list[Any]:
    try:
        return [None if value is None else convert(value) for value in values]
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"a value of {name} is not of the column's type") from None  # without the value: it may be personal


def _whole(value: Any) -> int:
    number = int(value)
    if number != value:
        raise ValueError
    return number


def as_date(value: Any) -> dt.date:
    """A date from a date, a datetime or a pandas timestamp."""
    return value.date() if isinstance(value, dt.datetime) else value


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_CONVERTERS: dict[Kind, Callable[[Any], Any]] = {"whole": _whole, "date": as_date, "boolean": bool, "json": _json}
