"""Everything needed to stand up the warehouse again in one file: the tables and the received files, not the secrets.

Nobody publishes or forgets while it is taken, so tables and files agree. It holds names and NIK: it is as secret as the vault.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from flows.backup_archive import DUMP, LANDING, Description, write_archive
from flows.settings import Settings
from load.dumping import dump, revision, row_counts, shared_snapshot
from load.key_fingerprints import known_fingerprint
from load.publishing_lock import publishing_paused
from load.warehouse import Warehouse

PURPOSES = ("pseudonyms", "erasure")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds, and its size in bytes."""

    description: Description
    files: int
    size: int


def back_up(settings: Settings, warehouse: Warehouse, file: Path) -> Kept:
    """Write a backup of the warehouse and its landing store to `file`, replacing an earlier one when it is whole.

    Raises CatalogueError where the dump fails or the file cannot be written.
    """
    landing = settings.home / "landing"
    with tempfile.TemporaryDirectory(prefix="pmv-backup-") as folder, publishing_paused(warehouse):
        dumped = Path(folder) / DUMP
        with shared_snapshot(warehouse) as (connection, snapshot):
            dump(warehouse, snapshot, dumped)
            keys = {purpose: known_fingerprint(connection, purpose) for purpose in PURPOSES}
            rows, stands_at = row_counts(connection), revision(connection)
        received = [path for path in sorted(landing.rglob("*")) if path.is_file() and not path.name.startswith(".")]
        members = {DUMP: dumped} | {f"{LANDING}/{path.relative_to(landing).as_posix()}": path for path in received}
        description = Description(
            made_at=dt.datetime.now(dt.UTC),
            version=version("pmv"),
            revision=stands_at,
            keys={purpose: key for purpose, key in keys.items() if key},
            rows=rows,
        )
        described = write_archive(file, description, members)
    return Kept(described, len(received), file.stat().st_size)
