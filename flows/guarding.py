"""Failures nobody foresaw at the place they happened, said in one line: their own text may quote a cell.

`guarded` is for flows, `in_one_line` for the command line. Neither repairs nor hides anything: what only a programmer can explain
is written down, without any data, for them to read.
"""

from __future__ import annotations

import datetime as dt
import errno
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from types import TracebackType

import psycopg

from expectations.catalogue import CatalogueError
from flows.settings import load_settings
from load.failures import explained

_OURS = frozenset({"flows", "extract", "transform", "expectations", "load"})
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def guarded() -> Iterator[None]:
    """Let what nobody foresaw leave as a CatalogueError of its kind and place; what can be tried again leaves as it is."""
    try:
        yield
    except (CatalogueError, ConnectionError, TimeoutError):
        raise
    except Exception as failure:  # noqa: BLE001 - nothing is swallowed: it is raised again without its text
        told = _foreseeable(failure)
        raise told or CatalogueError("run_failed", kind=type(failure).__name__, place=_place(failure.__traceback__)) from None


def in_one_line(failure: Exception) -> CatalogueError:
    """The catalogue's words for any failure. One without is written down in the logs of PMV_HOME, and the words say where."""
    if isinstance(failure, CatalogueError):
        return failure
    told = _foreseeable(failure)
    if told is not None:
        return told
    place = _place(failure.__traceback__) or "start"
    return CatalogueError("program_failed", kind=type(failure).__name__, place=place, log=_written_down(failure))


def _foreseeable(failure: Exception) -> CatalogueError | None:
    """What a database, a disk or a network may do to anybody at any time."""
    if isinstance(failure, psycopg.Error):
        return explained(failure)
    if not isinstance(failure, OSError):
        return None
    why = failure.strerror or type(failure).__name__
    if failure.errno in _DISK_FULL:
        return CatalogueError("disk_full", path=failure.filename or "–")
    if failure.filename is not None:
        return CatalogueError("path_unusable", path=failure.filename, why=why)
    return CatalogueError("connection_failed", why=why) if isinstance(failure, ConnectionError | TimeoutError) else None


def _place(trace: TracebackType | None) -> str:
    """Module and line where it happened: the innermost that is ours."""
    found = ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] in _OURS:
            found = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def _written_down(failure: Exception) -> str:
    """Path of a new file with the frames of a failure and of its causes; "nowhere" where none can be written."""
    logs = _home() / "logs"
    path = logs / f"failure-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}.log"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        path.write_text(f"pmv {metadata.version('pmv')}\n" + "\n".join(_frames(failure)) + "\n", encoding="utf-8")
    except OSError:
        return "nowhere, since no file could be written"
    return str(path)


def _home() -> Path:
    try:
        return load_settings().home
    except CatalogueError:  # the failure to tell is another one
        return Path.cwd() / ".pmv"


def _frames(failure: BaseException) -> Iterator[str]:
    """Kinds and places, causes first. No message, no local variable: both may hold a person's data."""
    before = failure.__cause__ or failure.__context__
    if before is not None:
        yield from _frames(before)
        yield "which led to"
    number = f" {failure.sqlstate}" if isinstance(failure, psycopg.Error) else ""
    yield f"{type(failure).__module__}.{type(failure).__qualname__}{number}"
    for frame in traceback.extract_tb(failure.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
