"""Persons as keyed pseudonyms.

A NIK becomes an HMAC-SHA256 under a key kept outside the warehouse, so the same person has the same key in every dataset and
no one can count through all NIKs without the key. A person without a usable NIK gets a weak key from village, name and birth
date; without a birth date the key is the row's own and joins to nothing. A withheld NIK is never a key.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import NamedTuple

from expectations.labels import letters

_KEY_LENGTH = 32
_TAG_LENGTH = 5
_AS_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


class PersonKey(NamedTuple):
    """A pseudonym; weak when it does not rest on a NIK."""

    key: str
    is_weak: bool


class Pseudonyms:
    """Makes keys under one secret."""

    def __init__(self, secret: bytes) -> None:
        self._base = hmac.new(secret, digestmod=hashlib.sha256)

    def of_nik(self, nik: str) -> PersonKey:
        """The key of a person whose NIK is known."""
        return PersonKey(self._digest("nik", nik), is_weak=False)

    def of_name(self, village_code: str, name: str, birth_date: dt.date) -> PersonKey:
        """The weak key of a person known by village, name and birth date."""
        return PersonKey(self._digest("name", village_code, letters(name), birth_date.isoformat()), is_weak=True)

    def of_row(self, source_file: str, sheet: str, row: int, dataset: str) -> PersonKey:
        """The key of a row whose person cannot be told; equal to no other."""
        return PersonKey(self._digest("row", source_file, sheet, str(row), dataset), is_weak=True)

    def of_erased_row(self, source_file: str, sheet: str, row: int, dataset: str) -> PersonKey:
        """The key of a row whose person was erased: it counts as somebody and leads to nobody."""
        return PersonKey(self._digest("erased", source_file, sheet, str(row), dataset), is_weak=True)

    def of_household(self, kk_number: str) -> str:
        """The key of a household by its card number."""
        return self._digest("kk", kk_number)

    def path_tag(self, path: str) -> str:
        """Five letters that tell a path from others without saying what it is."""
        return self._digest("path", path)[:_TAG_LENGTH].translate(_AS_LETTERS)

    @property
    def fingerprint(self) -> str:
        """What tells this secret from another without giving it away."""
        return self._digest("fingerprint")

    def _digest(self, *parts: str) -> str:
        keyed = self._base.copy()
        keyed.update("\x1f".join(parts).encode())
        return keyed.hexdigest()[:_KEY_LENGTH]
