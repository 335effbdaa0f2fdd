"""Rotates the pseudonym key: every person and household gets the key of the new secret, in one transaction.

Each old key is proved first: it must be what the old secret makes of the NIK, the name or the row behind it. So a rotation from a
wrong secret changes nothing. Afterwards the warehouse knows the new secret's fingerprint and refuses runs under the old one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from expectations.catalogue import CatalogueError, UsageError
from flows.settings import Settings, long_enough
from load.forgetting import record_event
from load.key_fingerprints import demand_key, note_fingerprint
from load.passwords import keep_password
from load.publishing_lock import publishing_paused
from load.rekeying import WeakRow, known_households, known_persons, replace_keys, weak_rows
from load.searching import rewrite_personal_tables
from load.warehouse import Warehouse
from transform.persons import Pseudonyms


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """Persons and households under new keys; `is_kept` where the new secret was also put in the place of this home's own."""

    persons: int
    households: int
    is_kept: bool


def rekey(settings: Settings, warehouse: Warehouse, new_secret: str) -> Rekeyed:
    """Rotate to `new_secret`. Raises CatalogueError, with nothing changed, where the present secret is not the warehouse's."""
    old, new = Pseudonyms(settings.pseudonym_secret), Pseudonyms(long_enough(new_secret))
    if old.fingerprint == new.fingerprint:
        raise UsageError("rekey_same_key")
    demand_key(warehouse, "pseudonyms", old.fingerprint, note_first=True)
    with publishing_paused(warehouse) as connection:
        persons = _strong_keys(known_persons(connection), old, new) | _weak_keys(weak_rows(connection), old, new)
        households = _household_keys(known_households(connection), old, new)
        replace_keys(connection, persons, households)
        note_fingerprint(connection, "pseudonyms", new.fingerprint)
        record_event(connection, "rekey", {"persons": len(persons), "households": len(households)})
    is_kept = settings.pseudonym_key is None and settings.pseudonym_key_file is None
    if is_kept:
        own = settings.own_pseudonym_key_file.name
        # a backup from before can be rotated with the old key and with nothing else
        keep_password(
            settings.home, f"{own}.until-{dt.date.today():%Y%m%d}-{old.fingerprint[:8]}", settings.pseudonym_secret.decode()
        )
        keep_password(settings.home, own, new_secret)
    rewrite_personal_tables(warehouse)
    return Rekeyed(len(persons), len(households), is_kept)


def _strong_keys(persons: Iterable[tuple[str, str]], old: Pseudonyms, new: Pseudonyms) -> dict[str, str]:
    keys = {}
    for key, nik in persons:
        if old.of_nik(nik).key != key:
            raise CatalogueError("rekey_unproved")
        keys[key] = new.of_nik(nik).key
    return keys


def _weak_keys(rows: Iterable[WeakRow], old: Pseudonyms, new: Pseudonyms) -> dict[str, str]:
    keys: dict[str, str] = {}
    unproved: set[str] = set()
    for row in rows:
        found = _weak_key(row, old, new)
        if found is None:
            unproved.add(row.person_key)
        else:
            keys[row.person_key] = found
    if unproved - keys.keys():  # several rows may share a key; one that proves it is enough
        raise CatalogueError("rekey_unproved")
    return keys


def _weak_key(row: WeakRow, old: Pseudonyms, new: Pseudonyms) -> str | None:
    """The new key, made of whatever proves the old one."""
    if row.name and row.birth_date and old.of_name(row.village_code, row.name, row.birth_date).key == row.person_key:
        return new.of_name(row.village_code, row.name, row.birth_date).key
    place = (row.source_file, row.source_sheet, row.source_row, row.dataset)
    if old.of_row(*place).key == row.person_key:
        return new.of_row(*place).key
    return new.of_erased_row(*place).key if old.of_erased_row(*place).key == row.person_key else None


def _household_keys(households: Iterable[tuple[str, str]], old: Pseudonyms, new: Pseudonyms) -> dict[str, str]:
    keys = {}
    for key, number in households:
        if old.of_household(number) != key:
            raise CatalogueError("rekey_unproved")
        keys[key] = new.of_household(number)
    return keys
