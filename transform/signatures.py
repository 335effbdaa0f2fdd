"""Tells a corrected report from the other half of one.

Two files of one run for the same village, dataset and month are a report and its correction where they share rows; where no row
of one is in the other they look like parts that belong in one workbook. Rows are compared by what they are about (a NIK, a name),
as numbers, so that a nation's month fits in memory.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from expectations.contract import village_contracts
from expectations.labels import plain
from transform.identity_numbers import person_name_field
from transform.records import Rows

Key = tuple[str, str, dt.date]
"""Village code, dataset, month."""


@dataclass(slots=True)
class Signatures:
    """What the rows of a run were about so far, by village, dataset and month."""

    _held: dict[Key, tuple[str, array[int]]] = field(default_factory=dict)

    def conflict(self, keyed: Iterable[tuple[Key, Sequence[Rows]]]) -> tuple[str, str] | None:
        """The earlier file (its path) and dataset with which the given rows have nothing in common; None where all is well."""
        for key, parts in keyed:
            if key in self._held:
                path, earlier = self._held[key]
                now = subjects(key[1], parts)
                if earlier and now and not now & set(earlier):
                    return path, key[1]
        return None

    def hold(self, path: str, keyed: Iterable[tuple[Key, Sequence[Rows]]]) -> list[str]:
        """Remember the rows of an accepted file; the paths of the files whose dataset it replaces."""
        replaced = []
        for key, parts in keyed:
            if key in self._held:
                replaced.append(self._held[key][0])
            self._held[key] = (path, array("q", sorted(subjects(key[1], parts))))
        return replaced


def subjects(dataset: str, parts: Sequence[Rows]) -> set[int]:
    """What each row is about, as 63-bit numbers. Empty for a dataset of one row a village."""
    contract = village_contracts()[dataset]
    if contract.layout == "key_value":
        return set()
    name = person_name_field(contract) or next((column.name for column in contract.fields if column.required), None)
    found = set()
    for rows in parts:
        for value in (*rows.values.get(name or "", ()), *rows.values.get("nik", ())):
            if value is not None:
                found.add(_number(value))
    return found


def _number(value: Any) -> int:
    return int.from_bytes(hashlib.blake2b(plain(value).encode(), digest_size=8).digest()) >> 1
