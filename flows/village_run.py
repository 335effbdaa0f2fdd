"""The stages of a run over village files: read, check, publish, a batch at a time.

Plain functions; the command line calls them in a row, the Prefect flow wraps each in a task. Files are taken by modification
time, then path, so a later report of a village supersedes the earlier wherever the two meet.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from expectations.catalogue import CatalogueError
from expectations.reconciliation import check_balances
from expectations.validation import validate, warm_up
from extract.sources.folder import SourceFile
from flows.erasing import keep_erased_out
from flows.erasure_ledger import ErasureLedger
from flows.keeping import settle, sha256_of
from flows.outcomes import record_of, unchanged
from flows.reading import FileReading
from flows.report import RunReport
from flows.window import Window
from flows.workers import Workers
from load.batch import Batch, FileRecord
from load.publish import publish
from load.received import known_files
from load.standing_reports import standing_reports
from load.warehouse import Warehouse
from transform.assembly import Assembled, Block, add_keys, apply_findings, assemble
from transform.erasure import ErasedPersons
from transform.persons import Pseudonyms
from transform.programmes import PROFILE, Programmes, programme_remarks
from transform.records import Rows
from transform.signatures import Key, Signatures, subject_fields

_ACCEPTED = frozenset({"loaded", "partial", "superseded"})


@dataclass(slots=True)
class VillageRun:
    """One run: what it works with, and what it has seen so far. `warehouse` None: a dry run."""

    run_id: str
    warehouse: Warehouse | None
    pseudonyms: Pseudonyms
    readers: Workers[SourceFile, FileReading]
    window: Window
    report: RunReport
    landing: Path | None
    erased: Callable[[], ErasedPersons]
    ledger: Callable[[], ErasureLedger]
    programmes: Programmes
    signatures: Signatures = field(default_factory=Signatures)


@dataclass(slots=True)
class ReadBatch:
    """Files of a batch in order: those that were read, and the records of those that were seen before."""

    readings: list[FileReading]
    unchanged: list[FileRecord]


@dataclass(slots=True)
class CheckedBatch:
    """A batch after the checks. `waves` are groups of files in which no two report the same village, dataset and month."""

    waves: list[list[FileReading]]
    unchanged: list[FileRecord]
    frames: list[Assembled]


def batches(sources: Sequence[SourceFile], size: int) -> Iterator[Sequence[SourceFile]]:
    """Consecutive groups of files."""
    for start in range(0, len(sources), size):
        yield sources[start : start + size]


def read_batch(run: VillageRun, sources: Sequence[SourceFile]) -> ReadBatch:
    """Read the files whose bytes are new. Bytes that were rejected are read again under another name: a name is evidence."""
    named = [(source, sha256_of(source)) for source in sources]
    accepted, rejected = _seen_before(run, named)
    fresh: list[SourceFile] = []
    copies: list[tuple[SourceFile, str]] = []
    batch = ReadBatch([], [])
    first_of: set[str] = set()
    for source, sha256 in named:
        if sha256 in accepted or (sha256, source.relative_path) in rejected:
            batch.unchanged.append(unchanged(source, sha256))
        elif sha256 and sha256 in first_of:
            copies.append((source, sha256))
        else:
            fresh.append(source)
            first_of.add(sha256)
    batch.readings += run.readers.map(fresh, meanwhile=warm_up)
    _read_copies(run, batch, copies)
    hashes = {source.relative_path: sha256 for source, sha256 in named}
    for reading in batch.readings:
        reading.sha256 = reading.sha256 or hashes[reading.source.relative_path]  # one that killed its reader has none
    batch.readings.sort(key=lambda reading: (reading.source.modified_at, reading.source.relative_path))
    return batch


def read_again(run: VillageRun, sources: Sequence[SourceFile]) -> ReadBatch:
    """Read all files whatever is known of them: what a replay does."""
    return ReadBatch(run.readers.map(sources, meanwhile=warm_up), [])


def _read_copies(run: VillageRun, batch: ReadBatch, copies: Sequence[tuple[SourceFile, str]]) -> None:
    """Further copies of the same bytes: unchanged where the first was taken, read under their own name where it was not."""
    taken = {reading.sha256 for reading in batch.readings if reading.rejection is None}
    for source, sha256 in copies:
        if sha256 in taken:
            batch.unchanged.append(unchanged(source, sha256))
            continue
        reading = run.readers.map([source])[0]
        batch.readings.append(reading)
        if reading.rejection is None:
            taken.add(sha256)


def _seen_before(run: VillageRun, named: Sequence[tuple[SourceFile, str]]) -> tuple[set[str], set[tuple[str, str]]]:
    """Hashes that were accepted before, and hashes rejected with the path they came under."""
    if run.warehouse is None:
        return set(), set()
    accepted, rejected = set(), set()
    for sha256, known in known_files(run.warehouse, [sha256 for _, sha256 in named if sha256]).items():
        if known.status in _ACCEPTED:
            accepted.add(sha256)
        else:
            rejected |= {(sha256, path) for path in known.paths}
    return accepted, rejected


def check_batch(run: VillageRun, batch: ReadBatch) -> CheckedBatch:
    """Validate every dataset of the batch once, and settle which file follows which.

    Only asking the warehouse can fail of what passes, and nothing is marked before: the stage may be tried again.
    """
    inside = [reading for reading in batch.readings if _is_inside(run.window, reading)]
    _hold_standing(run, inside)
    run.report.outside_window += len(batch.readings) - len(inside)
    waves = _waves(run, inside)
    blocks: dict[str, list[Block]] = {}
    for reading in inside:
        for block in _accepted(reading):
            blocks.setdefault(block.rows.dataset, []).append(block)
    frames = [assemble(dataset, group) for dataset, group in blocks.items()]
    for assembled in frames:
        apply_findings(assembled, validate(assembled.contract, assembled.frame).findings)
        if assembled.contract.dataset == PROFILE:
            apply_findings(assembled, programme_remarks(assembled.frame, run.programmes))
        add_keys(assembled, run.pseudonyms)
    return CheckedBatch(waves, batch.unchanged, frames)


def _is_inside(window: Window, reading: FileReading) -> bool:
    identity = reading.submission.identity if reading.submission else None
    return identity is None or window.holds(identity.period)


def _hold_standing(run: VillageRun, readings: Sequence[FileReading]) -> None:
    """Let the run know the reports that stand where it has seen none yet; a file that is read again is no other report."""
    if run.warehouse is None:
        return
    own = {reading.sha256 for reading in readings}
    for dataset, places in _unknown_places(run.signatures, readings).items():
        for report in standing_reports(run.warehouse, dataset, subject_fields(dataset), places):
            if report.sha256 not in own:
                run.signatures.hold_values(report.path, (report.village_code, dataset, report.period), report.values)


def _unknown_places(signatures: Signatures, readings: Sequence[FileReading]) -> dict[str, set[tuple[str, dt.date]]]:
    """Villages and months of the readings, by dataset, of which no report is held; only where reports can have parts."""
    places: dict[str, set[tuple[str, dt.date]]] = {}
    for key in {key for reading in readings for key, _ in _keyed(reading)}:
        village, dataset, period = key
        if subject_fields(dataset) and not signatures.knows(key):
            places.setdefault(dataset, set()).add((village, period))
    return places


def _accepted(reading: FileReading) -> Iterator[Block]:
    """The rows of a file that was not rejected."""
    submission = reading.submission
    if submission is not None and submission.identity is not None and reading.rejection is None:
        for part in submission.parts:
            for rows in part.rows:
                yield Block(reading.sha256 or "", submission.identity, rows)


def _keyed(reading: FileReading) -> list[tuple[Key, list[Rows]]]:
    """The rows of a file by village, dataset and month."""
    grouped: dict[Key, list[Rows]] = {}
    for block in _accepted(reading):
        key = (block.identity.village_code, block.rows.dataset, block.identity.period)
        grouped.setdefault(key, []).append(block.rows)
    return list(grouped.items())


def _waves(run: VillageRun, readings: Sequence[FileReading]) -> list[list[FileReading]]:
    """Groups to publish one after the other, so that a correction finds the report it corrects already there."""
    waves: list[list[FileReading]] = []
    last_wave: dict[Key, int] = {}
    for reading in readings:
        keyed = _keyed(reading)
        conflict = run.signatures.conflict(keyed)
        if conflict:
            reading.rejection = CatalogueError("parts_of_one_report", other=conflict[0], dataset=conflict[1])
            keyed = []
        run.signatures.hold(reading.source.relative_path, keyed)
        wave = max((last_wave[key] + 1 for key, _ in keyed if key in last_wave), default=0)
        last_wave |= {key: wave for key, _ in keyed}
        while len(waves) <= wave:
            waves.append([])
        waves[wave].append(reading)
    return waves


def publish_batch(run: VillageRun, batch: CheckedBatch) -> None:
    """Commit the batch, one load a wave, and add its files to the report. Tried again, it goes on where it failed."""
    names = {reading.sha256: reading.source.name for wave in batch.waves for reading in wave if reading.sha256}
    keep_erased_out(batch.frames, run.erased(), run.pseudonyms, run.landing, run.ledger, names)
    settle(run.landing)
    while batch.waves or batch.unchanged:
        records = [record_of(reading) for wave in batch.waves[:1] for reading in wave] + batch.unchanged
        for record in records:
            check_balances(record.path, record.balances)
        if run.warehouse is not None and records:
            shas = {record.sha256 for record in records}
            rows = {a.contract.dataset: a.frame[a.frame["source_file"].isin(shas)] for a in batch.frames}
            run.report.loads.append(publish(run.warehouse, Batch(run.run_id, records, rows)))
        run.report.files += records
        del batch.waves[:1]
        batch.unchanged = []
    _mark_superseded(run.report)


def _mark_superseded(report: RunReport) -> None:
    """A file all of whose datasets a later file of this run replaced is superseded."""
    held_by: dict[Key, int] = {}
    keys_of: dict[int, list[Key]] = {}
    for number, record in enumerate(report.files):
        if record.status in {"loaded", "partial"} and record.village_code and record.period:
            keys = [(record.village_code, b.dataset, record.period) for b in record.balances if b.dataset]
            keys_of[number] = keys
            held_by |= dict.fromkeys(keys, number)
    holders = Counter(held_by.values())
    for number, keys in keys_of.items():
        if keys and not holders[number]:
            report.files[number].status = "superseded"
