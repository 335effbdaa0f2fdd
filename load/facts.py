"""Which columns the tables of a dataset have: derived from its contract, for the fact in `core` and the personal part in `vault`.

The one list behind the tables, the COPY and the readable views. Nothing is executed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from expectations.codes import code_list
from expectations.contract import FIGURES, Contract, Field

Kind = Literal["text", "whole", "number", "date", "boolean", "json"]

_SQL_TYPES: dict[Kind, str] = {
    "text": "text", "whole": "bigint", "number": "numeric", "date": "date", "boolean": "boolean", "json": "jsonb",
}  # fmt: skip
_KINDS: dict[str, Kind] = {
    "integer": "whole", "duration": "whole", "rt_rw": "whole", "decimal": "number", "rupiah": "number", "wage": "number",
    "date": "date", "month": "date", "yes_no": "boolean", "json": "json",
}  # fmt: skip

UNKNOWN = "-"
"""Key of the member that stands for "unknown" in dimensions keyed by a code."""

PUBLICATION_FIELDS = ("publisher", "publication", "source_kind", "published_on", "published_precision")


@dataclass(frozen=True, slots=True)
class Column:
    """A stored column: its name, kind and DDL, the batch column it is filled from, and what readers see of it.

    `shown` is the SQL the readable view selects (None: not shown). `missing` is stored where the batch has nothing.
    """

    name: str
    kind: Kind
    ddl: str
    source: str
    shown: str | None
    missing: str | int | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: schema-qualified name and columns besides the ids that place a row (fact_id, sheet_id, period, source_row)."""

    name: str
    columns: tuple[Column, ...]


def fact_table(contract: Contract) -> TableSpec:
    """The fact of a dataset: its fields without the personal ones, and the keys that join it to persons and dimensions."""
    fields = [_field_column(field) for field in contract.fields if not field.privacy]
    columns = [column for column in fields if not (is_figures(contract) and column.name in PUBLICATION_FIELDS)]
    return TableSpec(f"core.fact_{contract.dataset}", (*columns, *_key_columns(contract)))


def personal_table(contract: Contract) -> TableSpec | None:
    """The personal fields of a dataset; None where it has none."""
    fields = [field for field in contract.fields if field.privacy]
    if not fields:
        return None
    columns = [_plain_column(field.name, _KINDS.get(field.semantic_type, "text")) for field in fields]
    person = [_plain_column("person_key", "text")] if has_person(contract) else []
    return TableSpec(f"vault.personal_{contract.dataset}", (*person, *columns))


def is_figures(contract: Contract) -> bool:
    """Whether these are published figures, which have vintages instead of a village and a period."""
    return contract.dataset == FIGURES


def has_person(contract: Contract) -> bool:
    """Whether a row is about a person."""
    return any(field.semantic_type == "nik" for field in contract.fields)


def has_birth_date(contract: Contract) -> bool:
    """Whether a birth date is known, kept in the vault and shown as year and age."""
    return any(field.name == "birth_date" and field.privacy for field in contract.fields)


def code_check(field: Field) -> str | None:
    """The CHECK that holds a coded field to its list, or None."""
    if field.code_list is None or field.semantic_type not in ("code", "sex") or field.code_list == "programme":
        return None
    codes = code_list(field.code_list).codes
    if field.code_list == "measure":  # shares, growth and means as published are measures of their own
        return f"{field.name} ~ '^({'|'.join(codes)})(_[a-z]+)?$'"
    values = ", ".join(f"'{code}'" for code in codes)
    return f"{field.name} IN ({values})"


def _field_column(field: Field) -> Column:
    if field.semantic_type == "country":
        reference = f"text NOT NULL DEFAULT '{UNKNOWN}' REFERENCES core.dim_country"
        return Column(field.name, "text", reference, field.name, f"nullif(f.{field.name}, '{UNKNOWN}')", UNKNOWN)
    if field.code_list == "programme":
        reference = f"text NOT NULL DEFAULT '{UNKNOWN}' REFERENCES core.dim_programme"
        return Column(field.name, "text", reference, field.name, f"nullif(f.{field.name}, '{UNKNOWN}')", UNKNOWN)
    if field.semantic_type == "occupation":
        reference = "integer NOT NULL DEFAULT 0 REFERENCES core.dim_occupation"
        return Column("occupation_key", "whole", reference, "occupation_key", None, 0)
    kind = _KINDS.get(field.semantic_type, "text")
    return Column(field.name, kind, _SQL_TYPES[kind] + (" NOT NULL" if field.required else ""), field.name, f"f.{field.name}")


def _key_columns(contract: Contract) -> list[Column]:
    columns = []
    if has_person(contract):
        columns += [_plain_column("person_key", "text"), _plain_column("person_key_weak", "boolean")]
    if any(field.semantic_type == "kk" for field in contract.fields):
        columns.append(_plain_column("household_key", "text"))
    if has_birth_date(contract):
        columns.append(_plain_column("birth_year", "whole"))
        if not any(field.name == "age" for field in contract.fields):
            columns.append(_plain_column("age", "whole"))
    return columns + (_figure_keys() if is_figures(contract) else [])


def _figure_keys() -> list[Column]:
    return [
        Column("publication_key", "whole", "integer NOT NULL REFERENCES core.dim_publication", "publication_key", None),
        Column(
            "period_code", "text", f"text NOT NULL DEFAULT '{UNKNOWN}' REFERENCES core.dim_period", "period_code", None, UNKNOWN
        ),
        Column(
            "country_code",
            "text",
            f"text NOT NULL DEFAULT '{UNKNOWN}' REFERENCES core.dim_country",
            "country_code",
            None,
            UNKNOWN,
        ),
        Column("region_key", "whole", "integer NOT NULL DEFAULT 0 REFERENCES core.dim_region", "region_key", None, 0),
        _plain_column("occupation_isco", "text"),
        Column("confined_to", "json", "jsonb NOT NULL DEFAULT '{}'", "confined_to", None, "{}"),
    ]


def _plain_column(name: str, kind: Kind) -> Column:
    return Column(name, kind, _SQL_TYPES[kind], name, f"f.{name}")
