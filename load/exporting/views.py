"""The views of `mart` and their columns as an export sees them: read from the database, so that a new mart needs no edit here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import psycopg
from psycopg import sql

from load.warehouse import Row

_COLUMNS = """
SELECT c.relname::text, obj_description(c.oid, 'pg_class'), a.attname::text, t.typname::text, d.definition_en, d.definition_id,
       d.concept_en, d.concept_id, d.classification, d.measure_en, d.measure_id, d.unit_en, d.unit_id
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN mart.dictionary AS d ON d.table_schema = 'mart' AND d.table_name = c.relname AND d.column_name = a.attname
WHERE n.nspname = 'mart' AND c.relkind IN ('v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname COLLATE "C", a.attnum
"""
_NOTES = (
    "description", "description_id", "concept", "concept_id", "classification", "measure", "measure_id", "unit", "unit_id",
)  # fmt: skip
_TYPES = {
    "int2": "integer", "int4": "integer", "int8": "integer", "numeric": "number", "float4": "number", "float8": "number",
    "bool": "boolean", "date": "date", "timestamptz": "datetime", "jsonb": "object",
}  # fmt: skip
_WRITTEN = {
    "datetime": sql.SQL("""to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""),
    "array": sql.SQL("to_json({})::text"),
}
_TEXTS = {"text", "varchar", "bpchar", "name"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view. `type` is its Table Schema type; `notes` are what the dictionary says, by key, empty ones left out."""

    name: str
    database_type: str
    notes: Mapping[str, str]

    @property
    def type(self) -> str:
        """The Table Schema type: integer, number, boolean, date, datetime, object, array or string."""
        return "array" if self.database_type.startswith("_") else _TYPES.get(self.database_type, "string")

    @property
    def written(self) -> sql.Composed:
        """The value as text: true/false, ISO 8601 in UTC, JSON; null stays null."""
        form = _WRITTEN.get(self.type, sql.SQL("{}::text"))
        return sql.SQL("{} AS {}").format(form.format(sql.Identifier(self.name)), sql.Identifier(self.name))

    @property
    def order(self) -> sql.Composed:
        """The value to sort by, the same on every server whatever its collation."""
        form = sql.SQL('v.{} COLLATE "C"' if self.database_type in _TEXTS else "v.{}")
        return form.format(sql.Identifier(self.name))


@dataclass(frozen=True, slots=True)
class View:
    """One view of `mart` with its columns in their order. `description` is its comment, English / Indonesian."""

    name: str
    description: str
    columns: tuple[Column, ...]

    @property
    def query(self) -> sql.Composed:
        """All rows as texts, in an order that depends on the rows alone."""
        comma = sql.SQL(", ")
        values, order = (comma.join(getattr(column, part) for column in self.columns) for part in ("written", "order"))
        return sql.SQL("SELECT {} FROM {} AS v ORDER BY {}").format(values, sql.Identifier("mart", self.name), order)


def read_views(connection: psycopg.Connection[Row]) -> list[View]:
    """Every view of `mart`, by name. Raises psycopg.Error where there is no such schema."""
    rows = connection.execute(_COLUMNS.encode()).fetchall()
    views = []
    for (name, comment), columns in groupby(rows, key=itemgetter(0, 1)):
        views.append(View(name, comment or "", tuple(_column(row) for row in columns)))
    return views


def _column(row: Row) -> Column:
    notes = {key: text for key, text in zip(_NOTES, row[4:], strict=True) if text}
    return Column(row[2], row[3], notes)
