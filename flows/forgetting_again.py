"""After a restore: what was erased since the backup was made is erased again, in the landing store and in the warehouse.

What tells of it is the ledger outside of both. A file that came back is cut as it was cut before, at the same places; a person
who came back is found in `vault` by the keyed digest and forgotten like the first time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from expectations.catalogue import CatalogueError
from extract.landing import LandingStore
from flows.erasure_ledger import Erased, ledger_of
from flows.forgetting import Forgotten, forget_key, forget_nik, require_gone
from flows.redacting import readable, redact_again
from flows.settings import Settings
from flows.sweeping import file_names
from load.forgetting import add_digests, erased_digests, known_numbers, record_event
from load.key_fingerprints import demand_key
from load.publishing_lock import publishing_paused
from load.received import masked_sheets
from load.rekeying import WeakRow, weak_rows
from load.warehouse import Warehouse
from transform.erasure import NIK_DIGITS, ErasedPersons, Place
from transform.persons import Pseudonyms


@dataclass(frozen=True, slots=True)
class Returned:
    """What a restore brought back: digests the warehouse does not know any more, and files that hold again what was taken out."""

    persons: frozenset[str]
    files: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.persons or self.files)


@dataclass(frozen=True, slots=True)
class ForgottenAgain:
    """How many persons the vault held again, and how many files of the landing store."""

    persons: int = 0
    files: int = 0


def returned(settings: Settings, warehouse: Warehouse) -> Returned:
    """What was erased once and is back. Raises CatalogueError where the ledger cannot be used."""
    if not settings.erasure_ledger_file.exists():
        return Returned(frozenset(), ())
    erased, store = ledger_of(settings).read(), LandingStore(settings.home / "landing")
    files = [sha for sha in erased.cuts if store.has(sha) and not store.is_redacted(sha)]
    files += [sha for sha in erased.removed if store.has(sha)]
    return Returned(erased.persons - erased_digests(warehouse), tuple(sorted(files)))


def forget_again(settings: Settings, warehouse: Warehouse) -> ForgottenAgain:
    """Erase again what is back. Changes nothing where nothing is; safe to repeat, and to be cut off."""
    back = returned(settings, warehouse)
    if not back:
        return ForgottenAgain()
    erased, secret = ledger_of(settings).read(), Pseudonyms(settings.erasure_secret)
    demand_key(warehouse, "erasure", secret.fingerprint, note_first=True)
    with warehouse.connect("loader") as connection:
        labels = masked_sheets(connection)
    _cut_again(LandingStore(settings.home / "landing"), erased, back.files, labels)
    persons = ErasedPersons(erased.persons, secret)
    count = _forget_each(forget_nik, settings, warehouse, _niks_back(warehouse, persons))
    count += _forget_each(forget_key, settings, warehouse, _keys_back(warehouse, persons))
    done = ForgottenAgain(count, len(back.files))
    with publishing_paused(warehouse) as connection:
        add_digests(connection, back.persons)  # last: whoever is missing here is looked for again
        record_event(connection, "forget", {"again": True, "persons": done.persons, "files": done.files})
    return done


def demand_none_back(settings: Settings, warehouse: Warehouse) -> int:
    """How many entries the ledger has. Raises CatalogueError where somebody is back, or the warehouse knows of more erasures."""
    if back := returned(settings, warehouse):
        raise CatalogueError("erased_are_back", persons=len(back.persons), files=len(back.files))
    path = settings.erasure_ledger_file
    listed = ledger_of(settings).read().persons if path.exists() else frozenset()
    if missed := erased_digests(warehouse) - listed:
        raise CatalogueError("erasure_ledger_behind", count=len(missed), path=path)
    return len(listed)


def _cut_again(store: LandingStore, erased: Erased, files: Iterable[str], labels: Mapping[str, Collection[str]]) -> None:
    names = file_names(store)
    for sha256 in files:
        name = names.get(sha256, sha256)
        if sha256 in erased.removed or readable(store.open(sha256), name) is None:
            store.remove(sha256)
        else:
            redact_again(store, sha256, name, labels.get(sha256, ()), erased.cuts[sha256])


def _forget_each(
    forget: Callable[[Settings, Warehouse, str], Forgotten], settings: Settings, warehouse: Warehouse, whom: Collection[str]
) -> int:
    for one in sorted(whom):
        require_gone(forget(settings, warehouse, one))
    return len(whom)


def _niks_back(warehouse: Warehouse, erased: ErasedPersons) -> set[str]:
    """NIKs of erased persons that stand anywhere in the vault."""
    with warehouse.connect("loader") as connection:
        return {nik for number in known_numbers(connection, NIK_DIGITS) for nik in erased.niks_among(number)}


def _keys_back(warehouse: Warehouse, erased: ErasedPersons) -> set[str]:
    """Keys of erased persons without a NIK whose rows are in the vault."""
    with warehouse.connect("loader") as connection:
        return {row.person_key for row in weak_rows(connection) if row.name and _is_erased(row, erased)}


def _is_erased(row: WeakRow, erased: ErasedPersons) -> bool:
    place = Place(row.source_file, row.source_sheet, row.source_row, row.dataset)
    return erased.holds_name(row.village_code, row.name, row.birth_date) or erased.holds_row(place)
