"""Every byte received, kept once under its SHA-256, with a log of where it came from.

Everything after the landing store can be rebuilt from it. Content never changes under its name, with two exceptions the law
asks for: an erased person's file is replaced by a redacted copy that keeps the original's id, so that rows still point to it, and
bytes whose time is over are removed.
Written for one machine: several processes may put at once, each file appears whole or not at all.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from expectations.catalogue import CatalogueError

_DIRECTORY_MODE = 0o700
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ORIGINS = "origins.jsonl"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes came from: `address` is a path below the inbox or a URL; `details` hold headers, licence note and the like."""

    address: str
    received_at: dt.datetime
    details: Mapping[str, str] = field(default_factory=dict)


class LandingStore:
    """The store below one folder, made readable by its owner alone.

    Raises CatalogueError: `landing_not_writable`, `landing_full`, `landing_absent`, `landing_damaged`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        with _writing(root):
            root.mkdir(mode=_DIRECTORY_MODE, parents=True, exist_ok=True)
            root.chmod(_DIRECTORY_MODE)

    def put(self, data: bytes, origin: Origin) -> str:
        """Keep `data` and note its origin. Returns its SHA-256 in hex; the same bytes are kept once, each origin is noted."""
        sha256 = self.keep(data)
        self.note(sha256, len(data), origin)
        return sha256

    def keep(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256. A redacted copy that comes back has the id of its original.

        The content is on disk when this returns; call `settle` once, before what was loaded from it is committed.
        """
        sha256 = self._original_of(hashlib.sha256(data).hexdigest())
        with _writing(self.root):
            if not self.has(sha256):
                _write_whole(self.path(sha256), data)
        return sha256

    def note(self, sha256: str, size: int, origin: Origin) -> None:
        """Note where kept bytes came from."""
        with _writing(self.root):
            self._note({"sha256": sha256, "size": size, **asdict(origin), "received_at": origin.received_at.isoformat()})

    def settle(self) -> None:
        """Make the names and origins of all that was put, by whichever process, survive a power cut: once a batch."""
        with _writing(self.root):
            for path in (*self.root.iterdir(), self.root):
                _force(path)

    def has(self, sha256: str) -> bool:
        """Whether the file (or its redacted copy) is kept."""
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> bytes:
        """The kept bytes. Raises `landing_absent`, or `landing_damaged` where they no longer match their name."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as fault:
            raise CatalogueError("landing_absent", sha256=sha256) from fault
        if hashlib.sha256(data).hexdigest() not in {sha256, *self._redactions(sha256)}:
            raise CatalogueError("landing_damaged", sha256=sha256)
        return data

    def replace_redacted(self, sha256: str, data: bytes) -> None:
        """Put a redacted copy in the place of a kept file. The checksum of the copy is noted beside it before the swap."""
        if not self.has(sha256):
            raise CatalogueError("landing_absent", sha256=sha256)
        copy = hashlib.sha256(data).hexdigest()
        with _writing(self.root):
            _write_whole(self._mark(sha256), "\n".join([*self._redactions(sha256), copy]).encode())
            _write_whole(self._origin_mark(copy), sha256.encode())
            _write_whole(self.path(sha256), data)
            self.settle()

    def remove(self, sha256: str) -> int:
        """Remove the content kept under this id; returns its size, 0 where there was none. Its origins stay known."""
        with _writing(self.root):
            size = self.path(sha256).stat().st_size if self.has(sha256) else 0
            self.path(sha256).unlink(missing_ok=True)
        return size

    def kept(self) -> Iterator[str]:
        """The ids of all content kept, in order."""
        yield from sorted(path.name for path in self.root.glob("??/*") if _SHA256.fullmatch(path.name))

    def is_redacted(self, sha256: str) -> bool:
        """Whether what is kept is a redacted copy, and not the original that a restored backup brought back."""
        return self.has(sha256) and hashlib.sha256(self.path(sha256).read_bytes()).hexdigest() != sha256

    def origins(self) -> Iterator[tuple[str, Origin]]:
        """(sha256, origin) of everything received, oldest first. A line cut by a crash is passed over."""
        log = self.root / _ORIGINS
        if not log.exists():
            return
        with log.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    note = json.loads(line)
                except json.JSONDecodeError:
                    continue
                yield note["sha256"], _origin(note)

    def path(self, sha256: str) -> Path:
        """Where the file is or would be kept. Raises `landing_absent` for what is no SHA-256."""
        if not _SHA256.fullmatch(sha256):
            raise CatalogueError("landing_absent", sha256=sha256[:64])
        return self.root / sha256[:2] / sha256

    def _mark(self, sha256: str) -> Path:
        return self.path(sha256).with_suffix(".redacted")

    def _origin_mark(self, copy: str) -> Path:
        return self.path(copy).with_suffix(".copy")

    def _original_of(self, sha256: str) -> str:
        mark = self._origin_mark(sha256)
        return mark.read_text(encoding="ascii") if mark.exists() else sha256

    def _redactions(self, sha256: str) -> list[str]:
        """Checksums of the redacted copies made so far: after a crash the copy before the last may still be in place."""
        mark = self._mark(sha256)
        return mark.read_text(encoding="ascii").split() if mark.exists() else []

    def _note(self, note: Mapping[str, object]) -> None:
        """Append one line; a single write to a file opened for appending does not mix with another process's.

        The line break before it keeps a line cut by a crash from spoiling this one.
        """
        line = "\n" + json.dumps(note, ensure_ascii=False, sort_keys=True) + "\n"
        handle = os.open(self.root / _ORIGINS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)


def _origin(note: Mapping[str, object]) -> Origin:
    details = note["details"]
    return Origin(
        address=str(note["address"]),
        received_at=dt.datetime.fromisoformat(str(note["received_at"])),
        details={str(key): str(value) for key, value in details.items()} if isinstance(details, dict) else {},
    )


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in _DISK_FULL:
            raise CatalogueError("landing_full", path=str(root)) from fault
        raise CatalogueError("landing_not_writable", path=str(root), why=fault.strerror or "unknown reason") from fault


def _write_whole(path: Path, data: bytes) -> None:
    """Write to a temporary file beside `path`, force it to disk, then rename: readers see the whole file or none."""
    path.parent.mkdir(mode=_DIRECTORY_MODE, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _force(path: Path) -> None:
    """Write a file or a directory's entries through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
