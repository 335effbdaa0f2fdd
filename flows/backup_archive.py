"""The file of a backup: a tar of a description, the dump and every received file, each with its checksum.

Only the format is decided here; what goes in is `flows.backup`, what is done with it `flows.restore`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

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
    sha256: Mapping[str, str]
    format: int = FORMAT


def write_archive(file: Path, description: Description, members: Mapping[str, Path]) -> None:
    """Write the tar beside its name and put it in place when it is whole. Raises CatalogueError where that cannot be done."""
    unfinished = file.with_name(f".{file.name}.unfinished")
    said = asdict(description) | {"made_at": description.made_at.isoformat()}
    try:
        with _private(unfinished) as target, tarfile.open(fileobj=target, mode="w") as archive:
            note = unfinished.with_suffix(".json")
            note.write_text(json.dumps(said, indent=1), encoding="utf-8")
            archive.add(note, DESCRIPTION)
            note.unlink()
            for name, path in members.items():
                archive.add(path, name)
        unfinished.replace(file)
    except OSError as failure:
        unfinished.unlink(missing_ok=True)
        raise CatalogueError("backup_not_writable", path=file, why=failure.strerror) from None


def read_archive(file: Path, folder: Path) -> Description:
    """Unpack a backup into a folder and prove every byte of it. Raises CatalogueError for what is no whole backup of ours."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        description = _description(json.loads((folder / DESCRIPTION).read_text(encoding="utf-8")))
        found = {name: checksum(folder / name) for name in description.sha256}
    except FileNotFoundError as failure:
        raise CatalogueError("backup_missing" if not file.exists() else "backup_damaged", path=file) from failure
    except (tarfile.TarError, ValueError, KeyError, TypeError) as failure:
        raise CatalogueError("backup_damaged", path=file) from failure
    except OSError as failure:
        raise CatalogueError("backup_not_readable", path=file, why=failure.strerror) from None
    if found != description.sha256 or DUMP not in found:
        raise CatalogueError("backup_damaged", path=file)
    return description


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _description(said: dict[str, Any]) -> Description:
    return Description(**{**said, "made_at": dt.datetime.fromisoformat(said["made_at"])})


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
