"""Erases one person from warehouse, landing store and logs, keeps the person out from then on, and searches for what is left.

The order is chosen for a crash at any point: files first, then one transaction, then the search. Run again, it finishes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from expectations.catalogue import CatalogueError, UsageError
from extract.landing import LandingStore
from flows.settings import Settings
from flows.sweeping import Sought, Sweep, files_holding, sweep
from load import forgetting as rows
from load.forgetting import PersonalRow, publishing_paused
from load.key_fingerprints import demand_key
from load.searching import blot_out, occurrences, rewrite_personal_tables, rows_with
from load.warehouse import Warehouse
from transform.erasure import Place
from transform.persons import Pseudonyms

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


def _forget(settings: Settings, warehouse: Warehouse, key: str, nik: str | None) -> Forgotten:
    secrets = _Secrets(Pseudonyms(settings.pseudonym_secret), Pseudonyms(settings.erasure_secret))
    demand_key(warehouse, "pseudonyms", secrets.pseudonyms.fingerprint, note_first=True)
    demand_key(warehouse, "erasure", secrets.erasure.fingerprint, note_first=True)
    done, store = Forgotten(), LandingStore(settings.home / "landing")
    sought_texts = _erase(warehouse, store, secrets, key, nik, done)
    rewrite_personal_tables(warehouse)
    logs = _logs(settings.home, warehouse.home)
    blot_out(logs, sought_texts)
    done.found = {**rows_with(warehouse, sought_texts), "landing": files_holding(store, sought_texts)}
    done.found["logs"] = occurrences(logs, sought_texts)
    return done


def _erase(warehouse: Warehouse, store: LandingStore, secrets: _Secrets, key: str, nik: str | None, done: Forgotten) -> list[str]:
    """Do it in one transaction, files first; returns the texts that must be nowhere afterwards."""
    with publishing_paused(warehouse) as connection:
        known = rows.rows_of_person(connection, [key], nik)
        weak = {secrets.pseudonyms.of_name(*named).key for named in _named(known)}
        known = list(dict.fromkeys([*known, *rows.rows_of_person(connection, weak)]))
        places = _by_file(known, rows.quarantined_places(connection, nik) if nik else ())
        names = sorted({row.name for row in known if row.name})
        done.swept = sweep(store, Sought(nik, names, places))
        touched = {(place.source_file, place.sheet, place.row) for place in done.swept.places} | {
            (place.source_file, place.sheet, place.row) for on_file in places.values() for place in on_file
        }
        also = rows.rows_at(
            connection, {(place.source_file, place.sheet, place.row) for place in done.swept.places if not place.dataset}
        )
        leaving = {row: _new_key(secrets.pseudonyms, row) for row in [*known, *also]}
        rows.erase_rows(connection, leaving)
        done.erased = Counter(row.dataset for row in leaving)
        done.texts = rows.erase_texts(connection, touched)
        rows.add_digests(connection, _digests(secrets.erasure, known, nik))
        done.same_name = rows.count_same_name(connection, {row.village_code for row in known if row.village_code}, names)
        facts = {"rows": sum(done.erased.values()), "files": len(done.swept.redacted), "texts": done.texts}
        rows.record_event(connection, "forget", facts)
    done.origins = tuple(
        sorted({origin.address for sha, origin in store.origins() if sha in {*done.swept.redacted, *done.swept.removed}})
    )
    passports = {row.passport for row in known if row.passport}
    return sorted(filter(None, {nik, key, *weak, *passports, *(row.person_key for row in known)}))


def _named(known: Iterable[PersonalRow]) -> list[tuple[str, str, dt.date]]:
    """Village, name and birth date of rows that have all three: what a row without NIK is known by."""
    return [(row.village_code, row.name, row.birth_date) for row in known if row.village_code and row.name and row.birth_date]


def _by_file(known: Iterable[PersonalRow], quarantined: Iterable[tuple[str, str, int]]) -> Mapping[str, list[Place]]:
    places: dict[str, list[Place]] = {}
    for row in known:
        places.setdefault(row.source_file, []).append(_place(row))
    for file, sheet, number in quarantined:
        places.setdefault(file, []).append(Place(file, sheet, number))
    return places


def _place(row: PersonalRow) -> Place:
    return Place(row.source_file, row.source_sheet, row.source_row, row.dataset)


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
