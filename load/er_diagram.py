"""The warehouse's tables and how they point to each other, read from the database itself, and the same as Mermaid text.

Partitions, views and tables that nothing points to or from are left out of the picture; the text lists the latter by name. How
the picture is drawn is `er_drawing`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg

from load.warehouse import Row

_COLUMNS = """
SELECT n.nspname::text, c.relname::text, obj_description(c.oid, 'pg_class'), a.attname::text,
       CASE WHEN t.typcategory = 'A' THEN e.typname || '[]' ELSE t.typname::text END, a.attnotnull,
       EXISTS (SELECT FROM pg_constraint AS p WHERE p.conrelid = c.oid AND p.contype = 'p' AND a.attnum = ANY (p.conkey)),
       col_description(c.oid, a.attnum)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_type AS e ON e.oid = t.typelem
WHERE n.nspname IN ('core', 'audit') AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY 1, 2, a.attnum
"""
_REFERENCES = """
SELECT cn.nspname::text, c.relname::text, pn.nspname::text, p.relname::text,
       array(SELECT a.attname::text FROM unnest(f.conkey) WITH ORDINALITY AS k(number, place)
             JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.number ORDER BY k.place)
FROM pg_constraint AS f
JOIN pg_class AS c ON c.oid = f.conrelid JOIN pg_namespace AS cn ON cn.oid = c.relnamespace
JOIN pg_class AS p ON p.oid = f.confrelid JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
WHERE f.contype = 'f' AND f.conparentid = 0 AND NOT c.relispartition
  AND cn.nspname IN ('core', 'audit') AND pn.nspname IN ('core', 'audit')
ORDER BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type's short name, whether it must have a value, whether it is of the primary key, its comment."""

    name: str
    type: str
    is_required: bool
    is_key: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order."""

    schema: str
    name: str
    comment: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key from `child` to `parent` (both "schema.table"), by the child's columns."""

    child: str
    parent: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """All tables by "schema.table" and all references between them."""

    tables: dict[str, Table]
    references: tuple[Reference, ...]

    @property
    def connected(self) -> list[str]:
        """Tables that point or are pointed to, by name."""
        ends = {end for reference in self.references for end in (reference.child, reference.parent)}
        return [name for name in self.tables if name in ends]

    def pointing_columns(self, table: str) -> set[str]:
        """Columns of a table that are part of a foreign key."""
        return {column for reference in self.references if reference.child == table for column in reference.columns}


def read_model(connection: psycopg.Connection[Row]) -> Model:
    """The tables of `core` and `audit` as the catalogue of the database has them. Any role may ask."""
    tables: dict[str, Table] = {}
    columns: dict[str, list[Column]] = {}
    for schema, name, comment, column, type_name, required, is_key, column_comment in connection.execute(_COLUMNS.encode()):
        place = columns.setdefault(f"{schema}.{name}", [])
        place.append(Column(column, type_name, required, is_key, column_comment or ""))
        tables[f"{schema}.{name}"] = Table(schema, name, comment or "", ())
    filled = {name: Table(one.schema, one.name, one.comment, tuple(columns[name])) for name, one in tables.items()}
    references = (
        Reference(f"{schema}.{name}", f"{parent_schema}.{parent}", tuple(by))
        for schema, name, parent_schema, parent, by in connection.execute(_REFERENCES.encode())
    )
    return Model(filled, tuple(references))


def as_markdown(model: Model) -> str:
    """A page with the diagram as Mermaid text, which GitHub and GitLab draw, and the tables that stand alone."""
    alone = [name for name in model.tables if name not in model.connected]
    lines = [
        "# The warehouse's tables",
        "",
        "Made by `pmv warehouse diagram` from the database's own constraints. PK: of the primary key; FK: points elsewhere.",
        "",
        "```mermaid",
        *_mermaid(model),
        "```",
        "",
        "Tables without foreign keys: " + (", ".join(f"`{name}`" for name in alone) or "none") + ".",
    ]
    return "\n".join(lines) + "\n"


def _mermaid(model: Model) -> Iterator[str]:
    yield "erDiagram"
    for reference in model.references:
        yield f"    {_entity(reference.parent)} {_cardinality(model, reference)} {_entity(reference.child)} : {_by(reference)}"
    for name in model.connected:
        yield f'    {_entity(name)}["{name}"] {{'
        yield from _attributes(model.tables[name].columns, model.pointing_columns(name))
        yield "    }"


def _attributes(columns: Iterable[Column], pointing: set[str]) -> Iterator[str]:
    for column in columns:
        keys = ", ".join(mark for mark, holds in (("PK", column.is_key), ("FK", column.name in pointing)) if holds)
        english = column.comment.partition(" / ")[0].replace('"', "'")
        yield "        " + " ".join(part for part in (column.type, column.name, keys, f'"{english}"' if english else "") if part)


def _cardinality(model: Model, reference: Reference) -> str:
    """One parent, or none where a pointing column may be empty; any number of children."""
    child = model.tables[reference.child]
    required = all(column.is_required for column in child.columns if column.name in reference.columns)
    return "||--o{" if required else "|o--o{"


def _entity(name: str) -> str:
    return name.replace(".", "_")


def _by(reference: Reference) -> str:
    return '"' + ", ".join(reference.columns) + '"'
