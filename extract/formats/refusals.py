"""The ways a file is refused, and the guard that keeps a reader's fault from becoming ours.

The cell reader is native code: a panic in it surfaces as a BaseException that would end a worker process. The container
readers meet bytes nobody meant, and fail in ways they do not document.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from expectations.catalogue import CatalogueError
from expectations.documents import read_yaml
from extract.formats.limits import MAX_CELLS


def corrupt(why: str) -> CatalogueError:
    """The file is of a known format but its inside is broken; `why` names the broken part, never a value."""
    return CatalogueError("file_corrupt", why=why)


def not_a_spreadsheet(kind: str) -> CatalogueError:
    """The content is something else; `kind` is one of the names in kinds.yaml."""
    names = read_yaml(files("extract.formats") / "kinds.yaml")
    return CatalogueError("file_not_a_spreadsheet", kind=kind, kind_id=names[kind])


def unpacks_too_large(size: int, limit: int) -> CatalogueError:
    """A file that would take `size` bytes of memory where `limit` are allowed."""
    return CatalogueError("file_unpacks_too_large", megabytes=size // 2**20, limit=limit // 2**20)


def too_many_cells(sheet: str, rows: int, columns: int) -> CatalogueError:
    """A sheet spans more cells than we read."""
    return CatalogueError("file_too_many_cells", sheet=sheet, rows=rows, columns=columns, limit=MAX_CELLS)


@contextmanager
def reader_faults(part: str) -> Iterator[None]:
    """Turn whatever a reader library raises over a broken file, panics included, into `file_corrupt` naming `part`.

    Interrupts and our own refusals pass through.
    """
    try:
        yield
    except CatalogueError:
        raise
    except (Exception, BaseException) as fault:
        if isinstance(fault, Exception) or type(fault).__name__ == "PanicException":
            raise corrupt(part) from fault
        raise
