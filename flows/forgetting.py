"""Erases one person from warehouse, landing store and logs, keeps the person out from then on, and searches for what is left.

The order is chosen for a crash at any point: files first, then one transaction, then the search. Run again, it finishes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from expectations.catalogue import CatalogueError, UsageError
from extract.landing import LandingStore
from flows.erasure_ledger import ledger_of
from flows.settings import Settings
from flows.sweeping import Sought, Sweep, files_holding, sweep
from load import forgetting as rows
from load.forgetting import PersonalRow
from load.key_fingerprints import demand_key
from load.publishing_lock import publishing_paused
from load.received import masked_sheets
from load.searching import blot_out, occurrences, rewrite_personal_tables, rows_with
from load.warehouse import Row, Warehouse
from transform.erasure import Place
from transform.persons import Pseudonyms

Connection = psycopg.Connection[Row]
_NIK = re.compile(r"\d{16}")
_KEY = re.compile(r"[0-9a-f]{32}")
_SEPARATORS = re.compile(r"[\s.'’-]")


@dataclass(slots=True)
class Forgotten:
    """What was erased and what was searched. `found` is what is still there by place; all zero when the person is gone.

    `same_name` counts rows in the person's villages that bear the same name and that nothing ties to the person.
    """

    erased: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    swept: Sweep = field(default_factory=Sweep)
    origins: tuple[str, ...] = ()
    same_name: int = 0
    found: dict[str, int] = field(default_factory=dict)

    @property
    def is_gone(self) -> bool:
        """Whether nothing was found any more."""
        return not any(self.found.values())


@dataclass(frozen=True, slots=True)
class _Secrets:
    pseudonyms: Pseudonyms
    erasure: Pseudonyms


def nik_from(text: str) -> str:
    """The one NIK of a file's content. Raises UsageError for anything else; the message does not repeat it."""
    nik = _SEPARATORS.sub("", text)
    if not _NIK.fullmatch(nik):
        raise UsageError("forget_needs_nik")
    return nik


def forget_nik(settings: Settings, warehouse: Warehouse, nik: str) -> Forgotten:
    """Erase the person with this NIK, known or not: the person stays out either way."""
    key = Pseudonyms(settings.pseudonym_secret).of_nik(nik).key
    return _forget(settings, warehouse, key, nik)


def forget_key(settings: Settings, warehouse: Warehouse, person_key: str) -> Forgotten:
    """Erase the person behind a pseudonym. Raises CatalogueError where the vault does not know it."""
    if not _KEY.fullmatch(person_key):
        raise UsageError("forget_needs_key")
    with warehouse.connect("loader") as connection:
        row = connection.execute("SELECT nik FROM vault.person WHERE person_key = %s", [person_key]).fetchone()
    if row is None:
        raise CatalogueError("person_unknown")
    return _forget(settings, warehouse, person_key, row[0])


def require_gone(done: Forgotten) -> None:
    """Raise CatalogueError with the places where the person was still found."""
    if not done.is_gone:
        raise CatalogueError("forget_incomplete", places=", ".join(place for place, count in done.found.items() if count))


def _forget(settings: Settings, warehouse: Warehouse, key: str, nik: str | None) -> Forgotten:
    secrets = _Secrets(Pseudonyms(settings.pseudonym_secret), Pseudonyms(settings.erasure_secret))
    demand_key(warehouse, "pseudonyms", secrets.pseudonyms.fingerprint, note_first=True)
    demand_key(warehouse, "erasure", secrets.erasure.fingerprint, note_first=True)
    done, store, ledger = Forgotten(), LandingStore(settings.home / "landing"), ledger_of(settings)
    with publishing_paused(warehouse) as connection:
        known = _known_rows(connection, secrets.pseudonyms, key, nik)
        sought = _sought(connection, known, nik)
        done.swept = sweep(store, ledger, sought)
        digests = _digests(secrets.erasure, known, nik)
        ledger.note_persons(digests)
        rows.add_digests(connection, digests)
        _empty(connection, secrets.pseudonyms, known, sought, done)
    touched = {*done.swept.redacted, *done.swept.removed}
    done.origins = tuple(sorted({origin.address for sha, origin in store.origins() if sha in touched}))
    rewrite_personal_tables(warehouse)
    _search(settings, warehouse, store, _texts(known, key, nik), done)
    return done


def _known_rows(connection: Connection, pseudonyms: Pseudonyms, key: str, nik: str | None) -> list[PersonalRow]:
    """Rows under the person's key or NIK, and rows without NIK that bear the same name and birth date in the same village."""
    known = rows.rows_of_person(connection, [key], nik)
    named = [(row.village_code, row.name, row.birth_date) for row in known]
    weak = {pseudonyms.of_name(village, name, birth).key for village, name, birth in named if village and name and birth}
    return list(dict.fromkeys([*known, *rows.rows_of_person(connection, weak)]))


def _sought(connection: Connection, known: Iterable[PersonalRow], nik: str | None) -> Sought:
    places: dict[str, list[Place]] = {}
    for row in known:
        places.setdefault(row.source_file, []).append(Place(row.source_file, row.source_sheet, row.source_row, row.dataset))
    for file, sheet, number in rows.withheld_nik_places(connection, nik) if nik else ():
        places.setdefault(file, []).append(Place(file, sheet, number))
    return Sought(nik, sorted({row.name for row in known if row.name}), places, masked_sheets(connection))


def _empty(connection: Connection, pseudonyms: Pseudonyms, known: Sequence[PersonalRow], sought: Sought, done: Forgotten) -> None:
    """Empty the person's rows, those only the files gave away too, and the texts withheld from them."""
    meant = {*done.swept.places, *(place for on_file in sought.places.values() for place in on_file)}
    places = {(place.source_file, place.sheet, place.row) for place in meant}
    found = [row for row in rows.rows_at(connection, places) if _is_meant(row, meant)]
    leaving = list(dict.fromkeys([*known, *found]))
    done.erased = Counter(row.dataset for row in leaving)
    done.texts = rows.erase_texts(connection, places, sought.nik)
    rows.erase_rows(connection, {row: _new_key(pseudonyms, row) for row in leaving})
    if sought.nik:
        rows.erase_mentions(connection, sought.nik)
    villages = {row.village_code for row in known if row.village_code}
    done.same_name = rows.count_same_name(connection, villages, sought.names)
    facts = {"rows": len(leaving), "files": len(done.swept.redacted), "texts": done.texts}
    rows.record_event(connection, "forget", facts)


def _is_meant(row: PersonalRow, places: Iterable[Place]) -> bool:
    """Whether a place names this row, and not another table's in the same sheet row."""
    at = (row.source_file, row.source_sheet, row.source_row)
    return any((place.source_file, place.sheet, place.row) == at and place.dataset in (None, row.dataset) for place in places)


def _texts(known: Iterable[PersonalRow], key: str, nik: str | None) -> list[str]:
    """What must be nowhere afterwards: NIK, keys, passports."""
    found = {text for row in known for text in (row.person_key, row.passport)}
    return sorted(text for text in {*found, key, nik} if text)


def _search(settings: Settings, warehouse: Warehouse, store: LandingStore, texts: Sequence[str], done: Forgotten) -> None:
    logs = _logs(settings.home, warehouse.home)
    blot_out(logs, texts)
    done.found = {**rows_with(warehouse, texts), "landing": files_holding(store, texts), "logs": occurrences(logs, texts)}


def _new_key(pseudonyms: Pseudonyms, row: PersonalRow) -> str:
    return pseudonyms.of_erased_row(row.source_file, row.source_sheet, row.source_row, row.dataset).key


def _digests(erasure: Pseudonyms, known: Iterable[PersonalRow], nik: str | None) -> set[str]:
    """Everything the person may be met by again: NIK, village with name and birth date, and rows that have neither."""
    digests = {erasure.of_nik(nik).key} if nik else set()
    for row in known:
        if row.village_code and row.name and row.birth_date:
            digests.add(erasure.of_name(row.village_code, row.name, row.birth_date).key)
        elif not nik:
            digests.add(erasure.of_row(row.source_file, row.source_sheet, row.source_row, row.dataset).key)
    return digests


def _logs(home: Path, server: Path) -> list[Path]:
    return sorted(
        path
        for path in (server / "warehouse" / "server.log", *home.glob("logs/**/*"), *home.glob("reports/**/*"))
        if path.is_file()
    )
