"""The file of a backup: a tar of the dump and every received file, and a description with the checksum of each.

Only the format is decided here; what goes in is `flows.backup`, what is done with it `flows.restore`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from expectations.catalogue import CatalogueError

FORMAT = 1
DESCRIPTION = "backup.json"
DUMP = "warehouse.dump"
LANDING = "landing"


@dataclass(frozen=True, slots=True)
class Description:
    """What a backup says of itself. `rows` by table, `sha256` by member, `keys` are fingerprints of secrets by purpose."""

    made_at: dt.datetime
    version: str
    revision: str
    keys: Mapping[str, str]
    rows: Mapping[str, int]
    sha256: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


def write_archive(file: Path, description: Description, members: Mapping[str, Path]) -> Description:
    """Write the tar beside its name and put it in place when it is whole; returns the description with the checksums.

    Files may grow meanwhile: what counts is what was written. Raises CatalogueError where that cannot be done.
    """
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with open(unfinished, "wb", opener=_private) as target, tarfile.open(fileobj=target, mode="w") as archive:
            described = replace(description, sha256={name: _add(archive, name, path) for name, path in members.items()})
            said = json.dumps(asdict(described) | {"made_at": described.made_at.isoformat()}, indent=1).encode()
            entry = tarfile.TarInfo(DESCRIPTION)
            entry.size = len(said)
            archive.addfile(entry, io.BytesIO(said))
        unfinished.replace(file)
    except OSError as failure:
        unfinished.unlink(missing_ok=True)
        raise CatalogueError("backup_not_writable", path=file, why=failure.strerror) from None
    return described


def read_archive(file: Path, folder: Path) -> Description:
    """Unpack a backup into a folder and prove every byte of it. Raises CatalogueError for what is no whole backup of ours."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        description = _description(json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
        found = {name: _checksum(folder / name) for name in description.sha256}
    except FileNotFoundError as failure:
        raise CatalogueError("backup_missing" if not file.exists() else "backup_damaged", path=file) from failure
    except (tarfile.TarError, ValueError, KeyError, TypeError) as failure:
        raise CatalogueError("backup_damaged", path=file) from failure
    except OSError as failure:
        raise CatalogueError("backup_not_readable", path=file, why=failure.strerror) from None
    if found != description.sha256 or DUMP not in found:
        raise CatalogueError("backup_damaged", path=file)
    return description


class _Digested:
    """A file whose bytes are digested as they are read."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(size)
        self.digest.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    """Add a file as long as it is now; the SHA-256 of what was added."""
    with path.open("rb") as content:
        digested = _Digested(content)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=content), cast("BinaryIO", digested))
    return digested.digest.hexdigest()


def _checksum(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _description(said: dict[str, Any]) -> Description:
    return Description(**{**said, "made_at": dt.datetime.fromisoformat(said["made_at"])})


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
