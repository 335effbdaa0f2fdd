"""What every table and column means, in English and Indonesian, written where people look: comments and `mart.dictionary`.

Contract fields are defined in the contracts, everything else in `definitions/*.yaml` and in the YAML beside each mart. A column
without a definition stops the upgrade: nobody has to guess what a number is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import psycopg
from psycopg import sql

from expectations.codes import code_list
from expectations.contract import Contract, Field, load_contracts
from expectations.documents import read_yaml
from load.warehouse import Row

_COLUMNS = """
SELECT n.nspname, c.relname, c.relkind::text, a.attname
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE n.nspname IN ('core', 'mart', 'audit', 'vault') AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'alembic_version'
ORDER BY 1, 2, a.attnum
"""


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry: konsep, definisi, klasifikasi, ukuran, satuan."""

    definition_en: str
    definition_id: str
    concept_en: str | None = None
    concept_id: str | None = None
    classification: str | None = None
    measure_en: str | None = None
    measure_id: str | None = None
    unit_en: str | None = None
    unit_id: str | None = None

    @property
    def comment(self) -> str:
        """The text of the database comment."""
        return f"{self.definition_en} / {self.definition_id}"


class Dictionary:
    """Definitions by relation and column; `shared` ones hold for a column name wherever it stands."""

    def __init__(self) -> None:
        self.relations: dict[str, Definition] = {}
        self.columns: dict[tuple[str, str], Definition] = {}
        self.shared: dict[str, Definition] = {}

    def column(self, relation: str, column: str) -> Definition | None:
        """The definition of a column of "schema.relation", or None."""
        return self.columns.get((relation, column)) or self.shared.get(column)


def load_dictionary() -> Dictionary:
    """All definitions of the contracts and the packaged YAML."""
    dictionary = Dictionary()
    for contract in load_contracts().values():
        _add_contract(dictionary, contract)
    for folder in ("definitions", "marts"):
        for path in _documents(files("load").joinpath(folder)):
            _add_document(dictionary, read_yaml(path))
    return dictionary


def describe(connection: psycopg.Connection[Row]) -> None:
    """Write comments and `core.column_definition`. Raises ValueError naming every relation and column without a definition."""
    dictionary = load_dictionary()
    found = connection.execute(_COLUMNS.encode()).fetchall()
    _demand_all(dictionary, found)
    comments: list[sql.Composable] = []
    for schema, name, kind in dict.fromkeys((schema, name, kind) for schema, name, kind, _ in found):
        comments.append(_comment("VIEW" if kind == "v" else "TABLE", (schema, name), dictionary.relations[f"{schema}.{name}"]))
    definitions = [(schema, name, column, _defined(dictionary, schema, name, column)) for schema, name, _, column in found]
    comments += [_comment("COLUMN", (schema, name, column), definition) for schema, name, column, definition in definitions]
    connection.execute(sql.SQL(";").join(comments))
    _fill_definitions(connection, definitions)


def _demand_all(dictionary: Dictionary, found: Iterable[Row]) -> None:
    missing = sorted({f"{s}.{r}" for s, r, _, _ in found if f"{s}.{r}" not in dictionary.relations})
    missing += [f"{s}.{r}.{c}" for s, r, _, c in found if dictionary.column(f"{s}.{r}", c) is None]
    if missing:
        raise ValueError(f"no definition for {', '.join(missing)}")


def _defined(dictionary: Dictionary, schema: str, name: str, column: str) -> Definition:
    definition = dictionary.column(f"{schema}.{name}", column)
    if definition is None:
        raise KeyError(f"{schema}.{name}.{column}")
    return definition


def _comment(kind: str, name: tuple[str, ...], definition: Definition) -> sql.Composable:
    return sql.SQL("COMMENT ON {} {} IS {}").format(sql.SQL(kind), sql.Identifier(*name), sql.Literal(definition.comment))


def _fill_definitions(connection: psycopg.Connection[Row], definitions: Iterable[tuple[str, str, str, Definition]]) -> None:
    connection.execute("TRUNCATE core.column_definition")
    columns = (
        "table_schema, table_name, column_name, concept_id, concept_en, definition_id, definition_en, "
        "classification, measure_id, measure_en, unit_id, unit_en"
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY core.column_definition ({columns}) FROM STDIN".encode()) as copy:
        for schema, name, column, one in definitions:
            concept = (one.concept_id, one.concept_en, one.definition_id, one.definition_en, one.classification)
            copy.write_row((schema, name, column, *concept, one.measure_id, one.measure_en, one.unit_id, one.unit_en))


def _documents(folder: Traversable) -> Iterator[Traversable]:
    yield from sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)


def _add_document(dictionary: Dictionary, document: Mapping[str, Any]) -> None:
    for column, entry in document.get("shared", {}).items():
        dictionary.shared[column] = _entry(entry)
    for relation, body in document.get("relations", {}).items():
        dictionary.relations[relation] = _entry(body)
        for column, entry in body.get("columns", {}).items():
            dictionary.columns[relation, column] = _entry(entry)


def _entry(entry: Mapping[str, Any]) -> Definition:
    unit = entry.get("unit", {})
    concept, measure = entry.get("concept", {}), entry.get("measure", {})
    return Definition(
        definition_en=entry["en"], definition_id=entry["id"], concept_en=concept.get("en"), concept_id=concept.get("id"),
        classification=entry.get("classification"), measure_en=measure.get("en"), measure_id=measure.get("id"),
        unit_en=unit.get("en"), unit_id=unit.get("id"),
    )  # fmt: skip


def _add_contract(dictionary: Dictionary, contract: Contract) -> None:
    dataset = contract.dataset
    about = {
        f"core.{dataset}": (
            "what holds now, or as of the setting pmv.as_of",
            "yang berlaku sekarang, atau menurut pengaturan pmv.as_of",
        ),
        f"core.{dataset}_history": ("everything ever recorded", "semua yang pernah dicatat"),
        f"core.{dataset}_ranked": ("vintages in order of preference", "terbitan menurut urutan pilihan"),
        f"core.fact_{dataset}": ("the stored fact", "fakta tersimpan"),
        f"vault.{dataset}": ("personal fields of the rows that hold now", "data pribadi dari baris yang berlaku sekarang"),
        f"vault.personal_{dataset}": ("personal fields, kept apart", "data pribadi, disimpan terpisah"),
    }
    for relation, (english, indonesian) in about.items():
        dictionary.relations[relation] = Definition(
            f"{contract.title_en}: {english}. One row per {contract.grain}.", f"{contract.title_id}: {indonesian}."
        )
        for field in contract.fields:
            dictionary.columns[relation, field.name] = _field_definition(field)


def _field_definition(field: Field) -> Definition:
    listed = field.code_list and field.semantic_type != "country"
    return Definition(
        definition_en=field.definition_en,
        definition_id=field.definition_id,
        concept_en=field.concept_en,
        concept_id=field.concept_id,
        classification=", ".join(code_list(field.code_list).codes) if listed and field.code_list else None,
        measure_en=field.measure_en,
        measure_id=field.measure_id,
        unit_en=field.unit,
        unit_id=field.unit_id,
    )
