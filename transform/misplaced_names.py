"""Withholds names of a file's own persons from columns that are shown without protection: a name typed as a hamlet or an agency.

Only a cell that is nothing but the full name of somebody the same file reports; a name among other words, or of another, cannot
be told from a word. Required fields stay as they are: a group may bear its leader's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from expectations.catalogue import Finding
from expectations.contract import Contract, Field, load_contracts
from expectations.labels import letters
from expectations.person_names import name_fields
from transform.misplaced import FREE_TEXT
from transform.records import Rows

_LEAST_WORDS = 2
"""Names of one word are hamlets, too."""


def withhold_names(parts: Sequence[Rows]) -> None:
    """Withhold under `personal_name_misplaced` what stands in a free column and is a person's name in one of these tables."""
    names = {letters(name) for rows in parts for name in names_of(rows) if len(name.split()) >= _LEAST_WORDS}
    for rows in parts if names else ():
        contract = load_contracts()[rows.dataset]
        for field in _shown_fields(contract):
            _withhold(rows, field, names)


def names_of(rows: Rows) -> Iterator[str]:
    """Names of the persons these rows tell of, each once a field."""
    for field in name_fields(load_contracts()[rows.dataset]):
        yield from {name for name in rows.values.get(field, ()) if name}


def _shown_fields(contract: Contract) -> list[Field]:
    return [field for field in contract.fields if field.semantic_type in FREE_TEXT and not field.privacy and not field.required]


def _withhold(rows: Rows, field: Field, names: set[str]) -> None:
    values = rows.values.get(field.name, [])
    wrong = {value for value in set(values) if value and letters(value) in names}
    for position, value in enumerate(values if wrong else ()):
        if value in wrong:
            values[position] = None
            rows.findings.append(_finding(rows, field, position, value))


def _finding(rows: Rows, field: Field, position: int, value: str) -> Finding:
    return Finding(
        "personal_name_misplaced",
        "cell",
        sheet=rows.sheet,
        row=rows.source_rows[position],
        cell=rows.cell(field.name, position),
        dataset=rows.dataset,
        field=field.name,
        facts={"label": field.label_id},
        withheld=value,
    )
