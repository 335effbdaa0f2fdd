"""The data dictionary: every column of every dataset in the terms Indonesia's data standard asks for, in both languages.

Concept, definition, classification, measure and unit (konsep, definisi, klasifikasi, ukuran, satuan) come from the contracts; the
classification is what a field's values are taken from, so it follows from its code list or type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from expectations.codes import COUNTRIES, code_list
from expectations.contract import Contract, Field, Privacy

_STANDARDS = {
    "country": ("ISO 3166-1 alpha-3", "ISO 3166-1 alpha-3"),
    "currency": ("ISO 4217", "ISO 4217"),
    "occupation": ("KBJI 2014 (ISCO-08)", "KBJI 2014 (ISCO-08)"),
    "yes_no": ("ya; tidak", "yes; no"),
}
_NONE = ("tidak ada", "none")


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One column in the data dictionary. `privacy` is None for a field that is not personal."""

    dataset: str
    field: str
    label: str
    concept_id: str
    concept_en: str
    definition_id: str
    definition_en: str
    classification_id: str
    classification_en: str
    measure_id: str
    measure_en: str
    unit_id: str
    unit_en: str
    required: bool
    privacy: Privacy | None


def dictionary(contracts: Iterable[Contract]) -> Iterator[DictionaryEntry]:
    """The entries of these contracts, dataset by dataset, in the order of their fields."""
    return (entry(contract.dataset, field) for contract in contracts for field in contract.fields)


def entry(dataset: str, field: Field) -> DictionaryEntry:
    """The entry of one field."""
    classification_id, classification_en = classification(field)
    return DictionaryEntry(
        dataset=dataset,
        field=field.name,
        label=field.label_id,
        concept_id=field.concept_id,
        concept_en=field.concept_en,
        definition_id=field.definition_id,
        definition_en=field.definition_en,
        classification_id=classification_id,
        classification_en=classification_en,
        measure_id=field.measure_id,
        measure_en=field.measure_en,
        unit_id=field.unit_id,
        unit_en=field.unit,
        required=field.required,
        privacy=field.privacy,
    )


def classification(field: Field) -> tuple[str, str]:
    """What the values are taken from, Indonesian and English: a standard, the codes of a list, or nothing."""
    if field.semantic_type in _STANDARDS:
        return _STANDARDS[field.semantic_type]
    if field.code_list and field.code_list != COUNTRIES:
        codes = "; ".join(code_list(field.code_list).codes)
        return codes, codes
    return _NONE


def column_comment(field: Field) -> str:
    """The comment of a warehouse column: Indonesian label and definition, then the English; unit and codes where there are."""
    of_id, of_en = classification(field)
    notes_id = _notes(("satuan", field.unit_id), ("klasifikasi", of_id))
    notes_en = _notes(("unit", field.unit), ("classification", of_en))
    return f"{field.label_id}: {field.definition_id}{notes_id} | {field.definition_en}{notes_en}"


def _notes(*pairs: tuple[str, str]) -> str:
    said = [f"{name} {value}" for name, value in pairs if value not in _NONE]
    return f" ({'; '.join(said)})" if said else ""
