"""Goes through every file of the landing store for one person: redacts those that hold the person, searches them again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from extract.bytes_search import bytes_hold
from extract.landing import LandingStore
from flows.erasure_ledger import ErasureLedger
from flows.redacting import Cell, erased_rows, number_cells, readable, redact
from transform.erasure import Place


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: the NIK where it is known, names the person's rows bear, and the rows already known by file.

    `labels` are sheets known by a masked name, by file.
    """

    nik: str | None
    names: Sequence[str]
    places: Mapping[str, Collection[Place]]
    labels: Mapping[str, Collection[str]]


@dataclass(slots=True)
class Sweep:
    """What a sweep did: `places` it emptied, files redacted and removed, files no reader opens (searched as bytes only)."""

    places: list[Place] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    searched: int = 0
    unreadable: int = 0


def sweep(store: LandingStore, ledger: ErasureLedger, sought: Sought) -> Sweep:
    """Redact every kept file that holds the person, noting what goes. One that holds the NIK and no reader opens is removed."""
    names = file_names(store)
    done = Sweep()
    for sha256 in store.kept():
        _sweep_file(store, ledger, sha256, names.get(sha256, sha256), sought, done)
    return done


def file_names(store: LandingStore) -> dict[str, str]:
    """The name each kept file first came under: it names the sheet of formats without sheet names."""
    names: dict[str, str] = {}
    for sha256, origin in store.origins():
        names.setdefault(sha256, origin.address)
    return names


def files_holding(store: LandingStore, texts: Collection[str]) -> int:
    """In how many kept files one of these texts stands, in cells or anywhere in the bytes."""
    names = file_names(store)
    return sum(_holds(store.open(sha256), names.get(sha256, sha256), texts) for sha256 in store.kept())


def _sweep_file(store: LandingStore, ledger: ErasureLedger, sha256: str, name: str, sought: Sought, done: Sweep) -> None:
    data = store.open(sha256)
    workbook = readable(data, name, sought.labels.get(sha256, ()))
    is_in_bytes = sought.nik is not None and bytes_hold(data, sought.nik)
    done.searched += 1
    if workbook is None:
        done.unreadable += 1
        if is_in_bytes:
            ledger.note_removal(sha256)
            store.remove(sha256)
            done.removed.append(sha256)
        return
    cells: list[Cell] = [(place.sheet, place.row, None, place.dataset) for place in sought.places.get(sha256, ())]
    if sought.nik is not None:
        cells += [(*cell, None) for cell in number_cells(workbook, sought.nik, sought.names)]
    if cells or is_in_bytes:
        parts = erased_rows(workbook, cells, sought.names)
        redact(store, ledger, sha256, workbook, parts)
        done.redacted.append(sha256)
        done.places += [Place(sha256, part.sheet, part.row, part.dataset) for part in parts if not part.is_mention]


def _holds(data: bytes, name: str, texts: Collection[str]) -> bool:
    if any(bytes_hold(data, text) for text in texts):
        return True
    workbook = readable(data, name)
    return workbook is not None and any(any(number_cells(workbook, text, ())) for text in texts)
