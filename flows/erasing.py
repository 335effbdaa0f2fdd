"""Keeps erased persons out of a run: their rows are emptied before they are published, and the bytes kept of them redacted.

The list is looked at right before each batch is published, so that a person erased while files were being read stays out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from extract.landing import LandingStore
from flows.erasure_ledger import ErasureLedger
from flows.redacting import redact_kept
from flows.settings import Settings
from load.forgetting import erased_digests
from load.key_fingerprints import demand_key
from load.warehouse import Warehouse
from transform.assembly import Assembled
from transform.erasure import ErasedPersons, KeptOut, keep_out
from transform.mentions import drop_mentions
from transform.persons import Pseudonyms

NOBODY = ErasedPersons(frozenset(), Pseudonyms(b"nobody was erased"))


def erased_persons(settings: Settings, warehouse: Warehouse) -> ErasedPersons:
    """The list of the erased. Raises CatalogueError where this installation's erasure key is not the one it was made with."""
    digests = erased_digests(warehouse)
    if not digests:
        return NOBODY
    secret = Pseudonyms(settings.erasure_secret)
    demand_key(warehouse, "erasure", secret.fingerprint, note_first=False)
    return ErasedPersons(digests, secret)


def demand_own_key(settings: Settings, warehouse: Warehouse) -> None:
    """Raise CatalogueError where the warehouse was filled under another pseudonym key than this installation's."""
    demand_key(warehouse, "pseudonyms", Pseudonyms(settings.pseudonym_secret).fingerprint, note_first=True)


def keep_erased_out(
    frames: Sequence[Assembled],
    erased: ErasedPersons,
    pseudonyms: Pseudonyms,
    landing: Path | None,
    ledger: Callable[[], ErasureLedger],
    names: Mapping[str, str],
) -> None:
    """Empty the rows of erased persons in a batch, and redact what was kept of their files. `names` are file names by SHA-256."""
    kept_out = [
        row for assembled in frames for row in (*keep_out(assembled, erased, pseudonyms), *drop_mentions(assembled, erased))
    ]
    if landing is not None and kept_out:
        _redact(LandingStore(landing), ledger(), kept_out, names, _labels(frames))


def _labels(frames: Iterable[Assembled]) -> dict[str, set[str]]:
    """What the sheets of a batch are called, by file."""
    labels: dict[str, set[str]] = {}
    for assembled in frames:
        for block in assembled.blocks:
            labels.setdefault(block.source_file, set()).add(block.rows.sheet)
    return labels


def _redact(
    store: LandingStore,
    ledger: ErasureLedger,
    kept_out: Iterable[KeptOut],
    names: Mapping[str, str],
    labels: Mapping[str, Collection[str]],
) -> None:
    by_file: dict[str, list[KeptOut]] = {}
    for row in kept_out:
        by_file.setdefault(row.place.source_file, []).append(row)
    for sha256, on_file in by_file.items():
        if store.has(sha256):
            redact_kept(store, ledger, sha256, names.get(sha256, sha256), labels.get(sha256, ()), on_file)
