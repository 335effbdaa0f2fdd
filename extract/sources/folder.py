"""An inbox folder: which files lie in it, in the order they are to be taken.

Order is modification time at the source, then path: a later file of one village and period supersedes the earlier. Folder
names are kept in the relative path because they say which village and period a file is about. Nothing is opened here.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from expectations.catalogue import CatalogueError
from extract.formats.limits import MAX_FILE_BYTES

_EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
_LOCK_PREFIXES = ("~$", ".~lock.")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db"})
_SYSTEM_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of an inbox. `relative_path` uses "/" and begins below the inbox; `modified_at` is in UTC; `size` in bytes.

    `problem` is the reason why the file cannot be read, known before opening it (a link out of the inbox); None otherwise.
    `address` is where on the web it came from, if it did.
    """

    path: Path
    relative_path: str
    size: int
    modified_at: dt.datetime
    problem: CatalogueError | None = None
    address: str | None = None

    @property
    def name(self) -> str:
        """The file's own name as the sender gave it; `path` may be where we keep it."""
        return self.relative_path.rpartition("/")[2]

    def open(self) -> bytes:
        """The content. Raises CatalogueError `file_unreadable`, `file_too_large` or the file's `problem`."""
        if self.problem:
            raise self.problem
        try:
            with self.path.open("rb") as source:
                data = source.read(MAX_FILE_BYTES + 1)
        except OSError as fault:
            raise CatalogueError("file_unreadable", why=fault.strerror or "unknown reason") from fault
        if len(data) > MAX_FILE_BYTES:
            raise CatalogueError("file_too_large", megabytes=self.size // 2**20, limit=MAX_FILE_BYTES // 2**20)
        return data


def list_inbox(path: Path) -> list[SourceFile]:
    """Files below `path` (or `path` itself where it is a file), oldest first. Empty where there is nothing to take.

    Left out: lock files, hidden and system files, whatever is no regular file. Raises CatalogueError `inbox_missing` and
    `inbox_unreadable`.
    """
    if path.is_file():
        named = path.resolve()
        return [replace(_source_file(named, named.parent), path=path, relative_path=path.name)]
    if not path.is_dir():
        raise CatalogueError("inbox_missing", path=str(path))
    root = path.resolve()
    files = [_source_file(found, root) for found in _walk(root)]
    return sorted(files, key=lambda file: (file.modified_at, file.relative_path))


def _walk(root: Path) -> Iterator[Path]:
    def refuse(fault: OSError) -> None:
        raise CatalogueError("inbox_unreadable", path=str(fault.filename), why=fault.strerror or "unknown reason") from fault

    for folder, subfolders, names in os.walk(root, onerror=refuse):
        subfolders[:] = sorted(name for name in subfolders if not _is_hidden_folder(name))
        for name in sorted(names):
            found = Path(folder, name)
            if not _is_left_out(name) and not _is_special(found):
                yield found


def _is_special(path: Path) -> bool:
    """Pipes, sockets and devices: opening one could wait for ever."""
    return path.exists() and not path.is_file()


def _is_left_out(name: str) -> bool:
    return name.startswith((".", *_LOCK_PREFIXES)) or name.lower() in _SYSTEM_FILES


def _is_hidden_folder(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SYSTEM_FOLDERS


def _source_file(path: Path, root: Path) -> SourceFile:
    """A link is taken for what it points to, unless that lies outside the inbox."""
    relative_path = path.relative_to(root).as_posix()
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):  # resolve() fails on a link to itself
        return SourceFile(path, relative_path, 0, _EPOCH, CatalogueError("file_outside_inbox"))
    try:
        status = path.stat()
    except OSError as fault:
        return SourceFile(
            path, relative_path, 0, _EPOCH, CatalogueError("file_unreadable", why=fault.strerror or "unknown reason")
        )
    return SourceFile(path, relative_path, status.st_size, dt.datetime.fromtimestamp(status.st_mtime_ns / 1e9, dt.UTC))
