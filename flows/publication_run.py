"""The stages of a run over publications: read, understand, publish, a batch at a time.

Every vintage stays: nothing a publication says replaces what an earlier one said. What stands beside the files in
`publications.yaml` declares what a document does not say itself.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.catalogue import CatalogueError, Finding
from expectations.contract import FIGURES, load_contracts
from expectations.reconciliation import check_balances
from expectations.validation import RowFinding, validate
from extract.publications.read import read_publication
from extract.sources.declarations import DECLARATIONS, read_declarations_file
from extract.sources.folder import SourceFile
from flows.configuration import bring_in
from flows.finding_pictures import Pictures, picture_findings
from flows.findings_page import write_findings_page
from flows.keeping import keep, note_origin, settle, sha256_of
from flows.outcomes import received, unchanged
from flows.report import RunReport
from flows.run import Progress
from flows.settings import Settings
from flows.sources import list_sources
from flows.village_run import batches
from flows.window import today
from flows.workers import Workers
from load.batch import Batch, FileRecord, SheetBalance
from load.publish import publish
from load.received import known_files
from load.vintages import held_figures
from load.warehouse import Warehouse
from transform.figures.outcome import Figure, TableBalance, Understood
from transform.figures.sidecar import read_declarations
from transform.figures.understand import understand
from transform.figures.vintages import KnownVintages

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)


@dataclass(slots=True)
class PublicationReading:
    """One publication as understood; `rejection` says why there is nothing. `pictures` show what its findings doubt."""

    source: SourceFile
    sha256: str
    format: str | None
    understood: Understood | None
    rejection: CatalogueError | None
    pictures: Pictures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicationOptions:
    """What reading needs: declarations by file name, where bytes and pictures are kept (None: nowhere), the day."""

    declared: Mapping[str, dict[str, str]]
    landing: Path | None
    pictures: Path | None
    today: dt.date


@dataclass(frozen=True, slots=True)
class PublicationRun:
    """One run over publications. `warehouse` None: a dry run."""

    run_id: str
    warehouse: Warehouse | None
    workers: Workers[SourceFile, PublicationReading]
    report: RunReport
    landing: Path | None


@dataclass(frozen=True, slots=True)
class PublicationStages:
    """The two stages of a batch."""

    read: Callable[[PublicationRun, Sequence[SourceFile]], tuple[list[PublicationReading], list[FileRecord]]]
    publish: Callable[[PublicationRun, Sequence[PublicationReading], Sequence[FileRecord]], None]


def run_publications(
    settings: Settings,
    warehouse: Warehouse | None,
    publications: str,
    run_id: str,
    progress: Progress = lambda done, total: None,
    stages: PublicationStages | None = None,
) -> RunReport:
    """Take every publication of a folder; the office's configuration comes first. Raises CatalogueError where the run as a whole
    cannot go on.
    """
    landing = settings.home / "landing" if warehouse else None
    sources = [source for source in list_sources(settings, publications, landing) if source.name != DECLARATIONS]
    declared, objections = read_declarations(read_declarations_file(publications))
    stages = stages or PublicationStages(read_batch, publish_batch)
    configured = bring_in(warehouse, settings.configuration)
    report = take_publications(settings, warehouse, sources, declared, run_id, progress, stages)
    report.configured += configured
    for record in report.files:
        record.findings += [finding for finding in objections if finding.facts["file"] == record.path]
    return report


def take_publications(
    settings: Settings,
    warehouse: Warehouse | None,
    sources: Sequence[SourceFile],
    declared: Mapping[str, dict[str, str]],
    run_id: str,
    progress: Progress,
    stages: PublicationStages,
) -> RunReport:
    """Take the given publications, a batch at a time; `declared` says by path what they do not say themselves."""
    landing = settings.home / "landing" if warehouse else None
    report = RunReport(run_id, is_dry_run=warehouse is None)
    beside = settings.home / "reports" / run_id if warehouse else None
    options = PublicationOptions(declared, landing, beside, today())
    work: Callable[[SourceFile], PublicationReading] = partial(read_one, options=options)
    with Workers(min(settings.workers, len(sources)), work, died) as workers:
        run = PublicationRun(run_id, warehouse, workers, report, landing)
        done = 0
        for batch in batches(sources, settings.batch_files):
            stages.publish(run, *stages.read(run, batch))
            done += len(batch)
            progress(done, len(sources))
    if beside is not None:
        report.findings_page = write_findings_page(beside, report.files, report.pictures)
    return report


def read_one(source: SourceFile, options: PublicationOptions) -> PublicationReading:
    """Keep, read and understand one publication. Raises nothing for what it holds."""
    sha256, found_format = "", None
    try:
        data = source.open()
        found_at = {"address": source.address} if source.address else {}
        declared = {**found_at, **options.declared.get(source.relative_path, {})}
        sha256 = keep(data, options.landing)
        note_origin(source, sha256, options.landing, declared)
        publication = read_publication(data, source.name, declared)
        found_format = publication.format
        understood = understand(publication, options.today)
        pictures = picture_findings(data, publication, understood.findings, options.pictures) if options.pictures else {}
        return PublicationReading(source, sha256, found_format, understood, None, pictures)
    except CatalogueError as rejection:
        return PublicationReading(source, sha256, found_format, None, rejection)
    except Exception as failure:
        log.exception("reading %s failed", sha256)
        return PublicationReading(
            source, sha256, found_format, None, CatalogueError("reading_failed", kind=type(failure).__name__)
        )


def died(source: SourceFile) -> PublicationReading:
    """The answer for a publication whose reader died of it."""
    return PublicationReading(source, "", None, None, CatalogueError("reader_died"))


def read_batch(run: PublicationRun, sources: Sequence[SourceFile]) -> tuple[list[PublicationReading], list[FileRecord]]:
    """Read the publications whose bytes are new; records of the others."""
    hashed = [(source, sha256_of(source)) for source in sources]
    known = set(known_files(run.warehouse, [sha for _, sha in hashed if sha])) if run.warehouse else set()
    fresh: list[SourceFile] = []
    seen: list[FileRecord] = []
    for source, sha256 in hashed:
        if sha256 in known:
            seen.append(unchanged(source, sha256))
        else:
            fresh.append(source)
            known |= {sha256} if sha256 else set()
    return run.workers.map(fresh), seen


def read_again(run: PublicationRun, sources: Sequence[SourceFile]) -> tuple[list[PublicationReading], list[FileRecord]]:
    """Read all publications whatever is known of them: what a replay does."""
    return run.workers.map(sources), []


def publish_batch(run: PublicationRun, readings: Sequence[PublicationReading], seen: Sequence[FileRecord]) -> None:
    """Check the figures of a batch once, commit them, and add the files to the report. May be tried again after a failure."""
    import pandas as pd

    settle(run.landing)
    contract = load_contracts()[FIGURES]
    figures = [figure for reading in readings if reading.understood for figure in reading.understood.figures]
    frame = pd.DataFrame(figures).astype(object) if figures else pd.DataFrame()
    found = validate(contract, frame).findings if figures else []
    kept = frame.drop(index=frame.index[sorted({each.index for each in found if each.withholds})])
    objections = _by_source(frame, found)
    for sha256, said in _otherwise_published(run.warehouse, [figures[index] for index in kept.index]).items():
        objections.setdefault(sha256, []).extend(said)
    records = [record_of(reading, objections.get(reading.sha256, ())) for reading in readings] + list(seen)
    emptied = _places(frame) - _places(kept)
    for record in records:
        _quarantine_emptied(record, emptied)
        check_balances(record.path, record.balances)
    if run.warehouse is not None and records:
        rows = {FIGURES: kept} if len(kept) else {}
        run.report.loads.append(publish(run.warehouse, Batch(run.run_id, records, rows)))
    run.report.files += records
    run.report.pictures.update({reading.sha256: reading.pictures for reading in readings})


def _otherwise_published(warehouse: Warehouse | None, figures: Sequence[Figure]) -> dict[str, list[Finding]]:
    """What each publication says otherwise than those the warehouse holds and those before it, by its SHA-256."""
    by_file: dict[str, list[Figure]] = {}
    for figure in figures:
        by_file.setdefault(figure["source_file"], []).append(figure)
    known = KnownVintages(held_figures(warehouse, figures, besides=list(by_file)) if warehouse and figures else ())
    return {sha256: known.take(of_file) for sha256, of_file in by_file.items()}


def _places(frame: pd.DataFrame) -> set[tuple[str, str, int]]:
    """Publication, table and row of every figure."""
    columns = ("source_file", "source_sheet", "source_row")
    return set(zip(*(frame[column] for column in columns), strict=True)) if len(frame) else set()


def _quarantine_emptied(record: FileRecord, emptied: set[tuple[str, str, int]]) -> None:
    """A row none of whose figures passed is quarantined, not loaded."""
    counts = Counter(sheet for sha256, sheet, _ in emptied if sha256 == record.sha256)
    for balance in record.balances:
        balance.loaded -= counts[balance.sheet]
        balance.quarantined += counts[balance.sheet]


def _by_source(frame: pd.DataFrame, found: Sequence[RowFinding]) -> dict[str, list[Finding]]:
    """What the checks object to, by the SHA-256 of the publication."""
    findings: dict[str, list[Finding]] = {}
    for each in found:
        row = frame.iloc[each.index]
        findings.setdefault(row["source_file"], []).append(_finding(each, row))
    return findings


def _finding(each: RowFinding, row: pd.Series[Any]) -> Finding:
    name = next(iter((*each.withholds, *each.fields)), None)
    withheld = str(row[name]) if each.withholds and name else None
    place = {"sheet": row["source_sheet"], "row": int(row["source_row"])}
    return Finding(each.rule, "cell", dataset=FIGURES, field=name, facts=dict(each.facts), withheld=withheld, **place)


def record_of(reading: PublicationReading, objections: Sequence[Finding] = ()) -> FileRecord:
    """The record of a publication that was read; `objections` are those of the checks on its figures."""
    understood, rejection = reading.understood, reading.rejection
    findings = [Finding(rejection.rule_id, "file", facts=dict(rejection.facts))] if rejection else []
    if understood:
        findings += understood.findings
    findings += objections
    record = received(reading.source, reading.sha256, reading.format, rejection, findings)
    record.balances = [_balance(balance) for balance in understood.balances] if understood else []
    return record


def _balance(table: TableBalance) -> SheetBalance:
    return SheetBalance(**dataclasses.asdict(table))
