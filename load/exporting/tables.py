"""Writes one view as CSV and as Parquet. PostgreSQL writes the CSV; the Parquet is read from it with the column's own types.

Lists and objects are JSON text in both: what reads Parquet seldom agrees on nested columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from load.exporting.views import Column, View
from load.warehouse import Row

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]


def write_csv(connection: psycopg.Connection[Row], view: View, path: Path) -> int:
    """Write a view with a header row (UTF-8, null empty, empty text quoted); the number of rows."""
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER)").format(view.query)
    with path.open("wb") as file, connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for block in copy:
                file.write(block)
        return cursor.rowcount


def write_parquet(view: View, source: Path, path: Path) -> None:
    """Write the rows of a view's CSV as Parquet, in the same order, each column described in the file's schema."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    schema = pa.schema([_arrow_field(column) for column in view.columns])
    # COPY leaves null unquoted and quotes an empty text
    nulls = {"strings_can_be_null": True, "quoted_strings_can_be_null": False, "null_values": [""]}
    convert, parse = csv.ConvertOptions(column_types=schema, **nulls), csv.ParseOptions(newlines_in_values=True)
    with (
        csv.open_csv(source, parse_options=parse, convert_options=convert) as rows,
        parquet.ParquetWriter(path, schema) as writer,
    ):
        for batch in rows:
            writer.write_batch(batch.cast(schema))


def _arrow_field(column: Column) -> pa.Field:
    import pyarrow as pa

    types: dict[str, Any] = {
        "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
        "datetime": pa.timestamp("us", "UTC"),
    }  # fmt: skip
    return pa.field(column.name, types.get(column.type, pa.string()), metadata=dict(column.notes))
