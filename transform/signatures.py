"""Tells a corrected report from the other half of one.

Two files for the same village, dataset and month are a report and its correction where they share rows; where no row of one is in
the other they look like parts that belong in one workbook. Rows are compared by what they are about (a NIK, a name), as numbers,
so that a nation's month fits in memory. What came in earlier runs is told by the caller: nothing is looked up here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from expectations.contract import village_contracts
from expectations.labels import plain
from transform.identity_numbers import person_name_field
from transform.records import Rows

Key = tuple[str, str, dt.date]
"""Village code, dataset, month."""


@dataclass(slots=True)
class Signatures:
    """What the reports so far are about, those of this run and those that stood before, by village, dataset and month."""

    _held: dict[Key, tuple[str, array[int]]] = field(default_factory=dict)

    def knows(self, key: Key) -> bool:
        """Whether a report of this village, dataset and month is held."""
        return key in self._held

    def conflict(self, keyed: Iterable[tuple[Key, Sequence[Rows]]]) -> tuple[str, str] | None:
        """The earlier file (its path) and dataset with which the given rows have nothing in common; None where all is well."""
        for key, parts in keyed:
            if key in self._held:
                path, earlier = self._held[key]
                now = subjects(key[1], parts)
                if earlier and now and not now & set(earlier):
                    return path, key[1]
        return None

    def hold(self, path: str, keyed: Iterable[tuple[Key, Sequence[Rows]]]) -> None:
        """Remember the rows of an accepted file in place of those it replaces."""
        for key, parts in keyed:
            self._held[key] = (path, array("q", sorted(subjects(key[1], parts))))

    def hold_values(self, path: str, key: Key, values: Iterable[object]) -> None:
        """Remember a report that stands by the values its rows have in the `subject_fields`."""
        self._held[key] = (path, array("q", sorted({_number(value) for value in values})))


@cache
def subject_fields(dataset: str) -> tuple[str, ...]:
    """The fields that say what a row is about: the person's name and NIK, else the first required one.

    None for a dataset of one row a village. Never an occupation, since what is kept of it is how it was understood.
    """
    contract = village_contracts()[dataset]
    if contract.layout == "key_value":
        return ()
    if name := person_name_field(contract):
        return tuple(column.name for column in contract.fields if column.name in (name, "nik"))
    return tuple(column.name for column in contract.fields if column.required and column.semantic_type != "occupation")[:1]


def subjects(dataset: str, parts: Sequence[Rows]) -> set[int]:
    """What each row is about, as 63-bit numbers. Empty for a dataset of one row a village."""
    columns = (rows.values.get(name, ()) for rows in parts for name in subject_fields(dataset))
    return {_number(value) for values in columns for value in values if value is not None}


def _number(value: object) -> int:
    return int.from_bytes(hashlib.blake2b(plain(value).encode(), digest_size=8).digest()) >> 1
