"""Contracts: the only place a column is described.

The ODCS v3 documents in `contracts/` as frozen objects (`contract_document` reads them). Header matching, typing, Great
Expectations suites, DDL comments, the data dictionary and the workbooks sent to villages all take their columns from here. It
does not validate data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal

from expectations.documents import read_yaml

Privacy = Literal["general", "specific"]
Cadence = Literal["month", "quarter", "semester", "year"]
Layout = Literal["rows", "key_value", "figures"]

_DATES = frozenset({"date", "month"})
_NUMBERS = frozenset({"integer", "decimal", "duration", "rupiah", "rt_rw", "wage"})


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
    """One column. `semantic_type` names a reader in `transform/values`; `code_list` the list its values come from, if any.

    `headers` are header words as villages write them; " | " joins the levels of a merged header.
    A `signed` number may be negative.
    `concept_*`, `definition_*`, `measure_*`, `unit*` are the data-dictionary entries (konsep, definisi, ukuran, satuan).
    """

    name: str
    semantic_type: str
    code_list: str | None
    required: bool
    signed: bool
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
    unit_id: str
    checks: tuple[Check, ...]

    @property
    def is_date(self) -> bool:
        """Whether its values are days; a month is its first day."""
        return self.semantic_type in _DATES

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers to reckon with; NIK, phone and the like are text."""
        return self.semantic_type in _NUMBERS


@dataclass(frozen=True, slots=True)
class JoinedColumn:
    """A written column that feeds two fields, such as TTL ("Ponorogo, 12-05-1988") or RT/RW ("02/01")."""

    headers: tuple[str, ...]
    semantic_type: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DerivedColumn:
    """A column computed for checks only and never loaded: `operation` (see `expectations.derived`) on the columns `of`."""

    name: str
    operation: str
    of: tuple[str, ...]
    among: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """One dataset. `sheet_words` are sheet names and titles that announce it; `layout` is rows, key_value or figures.

    `cadence` is how often it is due and `due_day` the day of the month after the period by which; both None where nothing is
    expected of a village. `retention_class` says which retention applies to its rows, `retention_years` for how long.
    """

    dataset: str
    position: int
    version: str
    pillar: int | None
    grain: str
    layout: Layout
    sheet_words: tuple[str, ...]
    title_en: str
    title_id: str
    description_en: str
    description_id: str
    cadence: Cadence | None
    due_day: int | None
    retention_class: str
    retention_years: int
    fields: tuple[Field, ...]
    joined: tuple[JoinedColumn, ...]
    derived: tuple[DerivedColumn, ...]
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


@cache
def load_contracts() -> Mapping[str, Contract]:
    """All contracts by dataset, in the order of their `position`. Raises CatalogueError naming file and key for a bad one."""
    return load_contracts_from(files("expectations") / "contracts")


@cache
def village_contracts() -> Mapping[str, Contract]:
    """The contracts of what villages report, without the published figures."""
    return MappingProxyType({name: contract for name, contract in load_contracts().items() if contract.layout != "figures"})


def load_contracts_from(folder: Traversable) -> Mapping[str, Contract]:
    """The contracts of any folder of `*.odcs.yaml`. Raises CatalogueError as `load_contracts` does."""
    contracts = [read_contract(path) for path in folder.iterdir() if path.name.endswith(".odcs.yaml")]
    return MappingProxyType({contract.dataset: contract for contract in sorted(contracts, key=lambda one: one.position)})


def read_contract(path: Traversable) -> Contract:
    """The contract of one ODCS document. Raises CatalogueError naming the file and the key that is wrong."""
    from expectations.contract_document import contract_from  # these modules make and judge the shapes above
    from expectations.contract_references import verify_references

    contract = contract_from(read_yaml(path), path.name)
    verify_references(contract, path.name)
    return contract
