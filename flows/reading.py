"""Reads one village file, start to end, in a worker process.

The only step that runs outside the parent: bytes into the landing store, cells, tables, typed rows. Whatever a file does, the
answer is about that file alone; the others go on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from expectations.catalogue import CatalogueError
from extract.landing import LandingStore
from extract.sources.folder import SourceFile
from extract.tables.finder import read_sheets
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook
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
    """One received file as read. `rejection` says why there is nothing to load, if there is nothing."""

    source: SourceFile
    sha256: str | None
    format: str | None
    submission: Submission | None
    rejection: CatalogueError | None


def read_file(source: SourceFile, options: ReadingOptions) -> FileReading:
    """Keep and read one file. Raises nothing for what the file holds."""
    sha256 = file_format = None
    try:
        data = source.read()
        sha256 = _keep(data, source, options)
        workbook = read_workbook(data, source.path.name)
        file_format = workbook.format
        readings = read_sheets(workbook, contract_vocabulary())
        submission = read_submission(workbook.sheets, readings, source.relative, options.regency_code, options.today)
    except CatalogueError as rejection:
        return FileReading(source, sha256, file_format, None, rejection)
    except Exception as failure:  # noqa: BLE001 - one file must not stop the others; its reason is kept and logged
        log.error("reading %s failed: %s", sha256, type(failure).__name__)
        return FileReading(source, sha256, file_format, None, CatalogueError("reading_failed", kind=type(failure).__name__))
    return FileReading(source, sha256, file_format, submission, submission.rejection)


def _keep(data: bytes, source: SourceFile, options: ReadingOptions) -> str:
    if options.landing is None:
        return hashlib.sha256(data).hexdigest()
    return LandingStore(options.landing).put(data, source.origin)


class Readers:
    """A pool of reading processes that outlives the death of one of them."""

    def __init__(self, workers: int, options: ReadingOptions) -> None:
        self._workers = workers
        self._options = options
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, sources: Iterable[SourceFile]) -> Iterator[FileReading]:
        """Read files in order. A file whose process dies is read again alone, and named where it dies again."""
        if self._workers == 1:
            yield from (read_file(source, self._options) for source in sources)
            return
        waiting = [(source, self._submit(source)) for source in sources]
        for source, future in waiting:
            yield self._answer(source, future)

    def _submit(self, source: SourceFile) -> Future[FileReading]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers)
        return self._pool.submit(read_file, source, self._options)

    def _answer(self, source: SourceFile, future: Future[FileReading]) -> FileReading:
        try:
            return future.result()
        except BrokenProcessPool:
            self._stop()
        try:
            return self._submit(source).result()
        except BrokenProcessPool:
            self._stop()
            return FileReading(source, None, None, None, CatalogueError("reader_died"))

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
