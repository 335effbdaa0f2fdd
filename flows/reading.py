"""Reads one village file, start to end, in a worker process.

The only step that runs outside the parent: bytes into the landing store, cells, tables, typed rows. Whatever a file does, the
answer is about that file alone; the others go on.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass, field
from pathlib import Path

from expectations.catalogue import CatalogueError, Finding
from extract.sources.folder import SourceFile
from extract.tables.finder import read_sheets
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook
from flows.keeping import keep
from transform.submission import Submission, read_submission

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a worker must know: where bytes are kept (None: nowhere), whose village names count, what day it is."""

    landing: Path | None
    regency_code: str | None
    today: dt.date


@dataclass(slots=True)
class FileReading:
    """One received file as read. `rejection` says why there is nothing to load, if there is nothing.

    `sheets` are the names of all its sheets in order; `remarks` are about the file as a whole.
    """

    source: SourceFile
    sha256: str | None
    format: str | None
    submission: Submission | None
    rejection: CatalogueError | None
    sheets: tuple[str, ...] = ()
    remarks: list[Finding] = field(default_factory=list)


def read_file(source: SourceFile, options: ReadingOptions) -> FileReading:
    """Keep and read one file. Raises nothing for what the file holds."""
    sha256 = file_format = None
    try:
        data = source.open()
        sha256 = keep(data, options.landing)
        workbook = read_workbook(data, source.name)
        file_format = workbook.format
        readings = read_sheets(workbook, contract_vocabulary())
        submission = read_submission(workbook.sheets, readings, source.relative_path, options.regency_code, options.today)
    except CatalogueError as rejection:
        return FileReading(source, sha256, file_format, None, rejection)
    except Exception as failure:  # noqa: BLE001 - one file must not stop the others; its reason is kept and logged
        log.error("reading %s failed: %s", sha256, type(failure).__name__)
        return FileReading(source, sha256, file_format, None, CatalogueError("reading_failed", kind=type(failure).__name__))
    sheets = tuple(grid.name for grid in workbook.sheets)
    return FileReading(source, sha256, file_format, submission, submission.rejection, sheets)


def died(source: SourceFile) -> FileReading:
    """The answer for a file whose reader died of it."""
    return FileReading(source, None, None, None, CatalogueError("reader_died"))
