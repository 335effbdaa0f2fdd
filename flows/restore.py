"""Puts a backup into an installation where nothing was loaded yet, proved before and counted after.

It never merges and never overwrites: an installation that holds anything refuses, unless all it holds is what a restore that was
cut off had put there; then it is put there anew. Who was erased since the backup, by the ledger of this installation, is erased
again at once. Named accounts have to be made again, as passwords are kept nowhere.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from expectations.catalogue import CatalogueError
from flows.backup_archive import DUMP, LANDING, Description, read_archive
from flows.forgetting_again import forget_again
from flows.settings import Settings
from flows.unfinished_restore import Begun, begun, note_begun, note_finished
from load.dumping import count_loads, restore_dump, row_counts
from load.migrations import known_revisions
from load.roles import prepare_server
from load.schema import upgrade
from load.warehouse import Warehouse
from transform.persons import Pseudonyms

_UNPACKED = ".restoring-"
_LOADS = "audit.load"
_NOTHING = Begun(0, frozenset())


def restore(settings: Settings, file: Path) -> Description:
    """Restore a backup into the installation of these settings; returns what the backup says of itself.

    Raises CatalogueError, with nothing changed, for a damaged backup, one of a later version or under another secret, and an
    installation that is not empty. Cut off later, it is finished by calling it again.
    """
    with _unpacked(settings.home, file) as (folder, description):
        _demand_known_version(description)
        _demand_keys(settings, description)
        warehouse = _vacant_warehouse(settings, begun(settings.home) or _NOTHING)
        note_begun(settings.home, description.rows[_LOADS], _files_below(folder / LANDING))
        restore_dump(warehouse, folder / DUMP)
        _demand_same_rows(warehouse, description)
        _put_landing(folder / LANDING, settings.home / LANDING)
    upgrade(warehouse)
    forget_again(settings, warehouse)
    note_finished(settings.home)
    return description


@contextmanager
def _unpacked(home: Path, file: Path) -> Iterator[tuple[Path, Description]]:
    """The proved content of a backup in a folder of the home that does not outlast this, nor does a home made for it alone."""
    is_new = not home.exists()
    home.mkdir(parents=True, exist_ok=True)
    try:
        for left in home.glob(f"{_UNPACKED}*"):
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=_UNPACKED, dir=home) as name:
            yield Path(name), read_archive(file, Path(name))
    finally:
        if is_new and not any(home.iterdir()):
            home.rmdir()


def _vacant_warehouse(settings: Settings, earlier: Begun) -> Warehouse:
    """The warehouse, its roles made. Raises CatalogueError where the installation holds what was not put there earlier."""
    if not _files_below(settings.home / LANDING) <= earlier.received:
        raise CatalogueError("restore_not_empty", home=settings.home)
    warehouse = Warehouse.open(settings.home, settings.url)
    prepare_server(warehouse)
    if count_loads(warehouse) not in (0, earlier.loads):
        raise CatalogueError("restore_not_empty", home=settings.home)
    return warehouse


def _files_below(folder: Path) -> frozenset[str]:
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _put_landing(kept: Path, landing: Path) -> None:
    if kept.exists():
        shutil.rmtree(landing, ignore_errors=True)
        kept.rename(landing)
        landing.chmod(0o700)


def _demand_known_version(description: Description) -> None:
    if description.revision not in known_revisions():
        raise CatalogueError("restore_too_new", version=description.version)


def _demand_keys(settings: Settings, description: Description) -> None:
    for purpose, fingerprint in description.keys.items():
        secret = settings.known_secret(purpose)
        if secret is None or Pseudonyms(secret).fingerprint != fingerprint:
            raise CatalogueError("restore_other_key", purpose=purpose)


def _demand_same_rows(warehouse: Warehouse, description: Description) -> None:
    with warehouse.connect("loader") as connection:
        found = row_counts(connection)
    if differing := sorted(table for table, rows in description.rows.items() if found.get(table) != rows):
        raise CatalogueError("restore_differs", tables=", ".join(differing))
