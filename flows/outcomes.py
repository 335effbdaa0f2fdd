"""What became of one file: its status, its balance a sheet and dataset, its findings.

Turns a reading (after the checks) into the record that is stored with the load and printed in the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from expectations.catalogue import CatalogueError, Finding, withholds
from extract.sources.folder import SourceFile
from flows.reading import FileReading
from load.batch import FileRecord, FileStatus, SheetBalance
from transform.submission import SheetPart, Submission


def record_of(reading: FileReading) -> FileRecord:
    """The record of a file that was read."""
    submission, rejection = reading.submission, reading.rejection
    findings = list(_findings(submission)) if submission and not rejection else []
    if rejection:
        findings = [Finding(rejection.rule_id, "file", facts=dict(rejection.facts))]
    findings += reading.remarks
    identity = submission.identity if submission else None
    record = received(reading.source, reading.sha256 or "", reading.format, rejection, findings)
    record.village_code = identity.village_code if identity else None
    record.period = identity.period if identity else None
    record.balances = [balance_of(part, is_rejected=rejection is not None) for part in submission.parts] if submission else []
    return record


def received(
    source: SourceFile, sha256: str, found_format: str | None, rejection: CatalogueError | None, findings: list[Finding]
) -> FileRecord:
    """The record of any file that was read: what it is, whether it was taken, what was found. Balances are the caller's."""
    return FileRecord(
        path=source.relative_path,
        sha256=sha256,
        size=source.size,
        format=found_format,
        modified_at=source.modified_at,
        status=_status(rejection, findings),
        reason_rule=rejection.rule_id if rejection else None,
        reason=str(rejection) if rejection else None,
        findings=findings,
    )


def _status(rejection: CatalogueError | None, findings: Sequence[Finding]) -> FileStatus:
    """rejected; partial where anything was withheld; else loaded."""
    if rejection is not None:
        return "rejected"
    return "partial" if any(withholds(finding.rule) for finding in findings) else "loaded"


def _findings(submission: Submission) -> Iterator[Finding]:
    for part in submission.parts:
        yield from part.findings
        for rows in part.rows:
            yield from rows.findings


def balance_of(part: SheetPart, *, is_rejected: bool) -> SheetBalance:
    """Rows of one sheet and dataset by fate. The records of a rejected file are quarantined with it."""
    records = sum(len(rows.source_rows) for rows in part.rows)
    condemned = sum(len(rows.condemned) for rows in part.rows)
    duplicate = sum(len(rows.duplicates - rows.condemned) for rows in part.rows)
    loaded = records - condemned - duplicate
    if is_rejected:
        condemned, duplicate, loaded = records, 0, 0
    ignored = sum(part.ignored.values())
    return SheetBalance(
        sheet=part.sheet,
        dataset=part.dataset,
        rows_read=records + part.held_back + ignored,
        loaded=loaded,
        quarantined=condemned + part.held_back,
        duplicate=duplicate,
        ignored=ignored,
        ignored_kinds=dict(part.ignored),
    )


def unchanged(source: SourceFile, sha256: str) -> FileRecord:
    """The record of bytes that were read before."""
    return FileRecord(source.relative_path, sha256, source.size, None, source.modified_at, "unchanged")
