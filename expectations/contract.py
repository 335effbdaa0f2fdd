"""Contracts: the only place a column is described.

Reads the ODCS v3 documents in `contracts/` into frozen objects. Header matching, typing, Great Expectations suites, DDL
comments, the data dictionary and the workbooks sent to villages all take their columns from here. It does not validate data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Privacy = Literal["general", "specific"]


@dataclass(frozen=True, slots=True)
class Check:
    """A Great Expectations check on typed values.

    `rule` is the catalogue id; `expectation` the expectation class in snake case with `kwargs`; `withholds` names every field
    the check condemns where it fails (empty: a warning that withholds nothing).
    """

    rule: str
    expectation: str
    kwargs: Mapping[str, Any]
    withholds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `semantic_type` names a reader in `transform/values`; `code_list` the list of a `code` type.

    `headers` are header words as villages write them; " | " joins the levels of a merged header.
    `concept_*`, `definition_*`, `measure_*`, `unit` are the data-dictionary entries (konsep, definisi, ukuran, satuan).
    """

    name: str
    semantic_type: str
    code_list: str | None
    required: bool
    privacy: Privacy | None
    headers: tuple[str, ...]
    label_id: str
    concept_en: str
    concept_id: str
    definition_en: str
    definition_id: str
    measure_en: str
    measure_id: str
    unit: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class JoinedColumn:
    """A written column that feeds two fields, such as TTL ("Ponorogo, 12-05-1988") or RT/RW ("02/01")."""

    headers: tuple[str, ...]
    semantic_type: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """One dataset. `sheet_words` are sheet names and titles that announce it; `layout` is rows, key_value or figures."""

    dataset: str
    version: str
    pillar: int | None
    grain: str
    layout: Literal["rows", "key_value", "figures"]
    sheet_words: tuple[str, ...]
    title_en: str
    title_id: str
    description_en: str
    description_id: str
    fields: tuple[Field, ...]
    joined: tuple[JoinedColumn, ...]
    checks: tuple[Check, ...]

    def field(self, name: str) -> Field:
        """The field of this name. Raises KeyError naming the dataset."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.dataset} has no field {name}")

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the fields without which a row cannot be loaded."""
        return tuple(f.name for f in self.fields if f.required)

    @property
    def personal(self) -> tuple[str, ...]:
        """Names of the fields that live in the vault only."""
        return tuple(f.name for f in self.fields if f.privacy)


FIGURES = "bp2mi_figures"
