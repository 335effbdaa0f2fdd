"""Which fields hold names of persons. What is done about a name where none belongs is not decided here."""

from __future__ import annotations

from expectations.contract import Contract

_NO_NAMES = frozenset({"remark", "birth_place"})
"""Personal texts that are no names."""


def name_fields(contract: Contract) -> list[str]:
    """The fields of a dataset that hold names of persons."""
    return [
        field.name for field in contract.fields if field.privacy and field.semantic_type == "text" and field.name not in _NO_NAMES
    ]
