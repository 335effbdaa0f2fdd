"""After a restore: persons who were erased since the backup was made are erased again."""

from __future__ import annotations

from flows.erased_list import listed_erased
from flows.erasing import erased_persons
from flows.forgetting import forget_key, forget_nik
from flows.settings import Settings
from load.forgetting import add_digests, known_niks
from load.key_fingerprints import note_fingerprint
from load.rekeying import weak_rows
from load.warehouse import Warehouse
from transform.erasure import Place
from transform.persons import Pseudonyms


def forget_again(settings: Settings, warehouse: Warehouse) -> int:
    """Put the list kept beside the warehouse into it and erase whom it still holds. Returns how many persons. Safe to repeat."""
    digests = listed_erased(settings)
    if not digests:
        return 0
    with warehouse.connect("loader") as connection:
        add_digests(connection, digests)
        note_fingerprint(connection, "erasure", Pseudonyms(settings.erasure_secret).fingerprint)
    niks, keys = _still_there(settings, warehouse)
    for nik in sorted(niks):
        forget_nik(settings, warehouse, nik)
    for key in sorted(keys):
        forget_key(settings, warehouse, key)
    return len(niks) + len(keys)


def _still_there(settings: Settings, warehouse: Warehouse) -> tuple[set[str], set[str]]:
    """NIKs, and weak keys of persons without one, that are on the list and in the vault."""
    erased = erased_persons(settings, warehouse)
    with warehouse.connect("loader") as connection:
        niks = {nik for nik in known_niks(connection) if erased.holds_nik(nik)}
        keys = {
            row.person_key
            for row in weak_rows(connection)
            if row.name
            and (
                erased.holds_name(row.village_code, row.name, row.birth_date)
                or erased.holds_row(Place(row.source_file, row.source_sheet, row.source_row, row.dataset))
            )
        }
    return niks, keys
