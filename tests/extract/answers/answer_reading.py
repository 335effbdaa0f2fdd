"""Reads a workbook as a run does, up to the checks: what a village's answer would load, and what would be held against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from expectations.catalogue import Finding, rule
from expectations.validation import validate
from extract.tables.finder import read_sheets
from extract.tables.model import SheetReading
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook
from transform.assembly import Block, apply_findings, assemble
from transform.records import Rows
from transform.submission import Submission, read_submission

TODAY = dt.date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as read and checked."""

    submission: Submission
    sheets: list[SheetReading]

    @property
    def findings(self) -> list[Finding]:
        """All findings, warnings too."""
        return [*self._of_sheets(), *(finding for rows in self.all_rows for finding in rows.findings)]

    @property
    def errors(self) -> list[Finding]:
        """Findings that withhold something."""
        return [finding for finding in self.findings if rule(finding.rule).severity == "error"]

    @property
    def all_rows(self) -> list[Rows]:
        """The rows of every sheet."""
        return [rows for part in self.submission.parts for rows in part.rows]

    def records(self, dataset: str) -> list[dict[str, Any]]:
        """The records of a dataset that load, by field."""
        return [
            {name: values[position] for name, values in rows.values.items()}
            for rows in self.all_rows
            if rows.dataset == dataset
            for position in range(len(rows.source_rows))
            if position not in rows.condemned | rows.duplicates
        ]

    def _of_sheets(self) -> Iterator[Finding]:
        for part in self.submission.parts:
            yield from part.findings


def read(data: bytes, path: str) -> Reading:
    """Read a file that came in under a path below the inbox, and check its rows. It must be accepted as a whole."""
    workbook = read_workbook(data, path.rpartition("/")[2])
    sheets = read_sheets(workbook, contract_vocabulary())
    submission = read_submission(workbook.sheets, sheets, path, "35.02", TODAY)
    assert submission.rejection is None, submission.rejection
    assert submission.identity is not None
    blocks: dict[str, list[Block]] = {}
    for part in submission.parts:
        for rows in part.rows:
            blocks.setdefault(rows.dataset, []).append(Block("file", submission.identity, rows))
    for dataset, group in blocks.items():
        assembled = assemble(dataset, group)
        if len(assembled.frame):
            apply_findings(assembled, validate(assembled.contract, assembled.frame).findings)
    return Reading(submission, sheets)


def as_quarantine(findings: list[Finding]) -> list[dict[str, Any]]:
    """Findings as rows of open quarantine."""
    return [
        {
            "source_sheet": finding.sheet,
            "source_row": finding.row,
            "cell": finding.cell,
            "level": finding.level,
            "dataset": finding.dataset,
            "field": finding.field,
            "rule": finding.rule,
            "severity": rule(finding.rule).severity,
            "advice_id": rule(finding.rule).advice_id(finding.facts),
        }
        for finding in findings
    ]
