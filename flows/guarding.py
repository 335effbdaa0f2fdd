"""Unforeseen failures of a run, said in one line by kind and place: their own text may quote a cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import psycopg

from expectations.catalogue import CatalogueError

_OURS = frozenset({"flows", "extract", "transform", "expectations", "load"})


@contextmanager
def guarded() -> Iterator[None]:
    """Let what nobody foresaw leave as a CatalogueError of its kind and place; what can be tried again leaves as it is."""
    try:
        yield
    except (CatalogueError, ConnectionError, TimeoutError):
        raise
    except psycopg.OperationalError as failure:
        raise CatalogueError("warehouse_interrupted", kind=type(failure).__name__) from None
    except Exception as failure:  # noqa: BLE001 - nothing is swallowed: it is raised again without its text
        raise CatalogueError("run_failed", kind=type(failure).__name__, place=_place(failure.__traceback__)) from None


def _place(trace: TracebackType | None) -> str:
    """Module and line where it happened: the innermost that is ours."""
    found = ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] in _OURS:
            found = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
