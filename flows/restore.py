"""Puts a backup into an installation where nothing was loaded yet, proved before and counted after.

It never merges and never overwrites: an installation that holds anything refuses. Who was erased since the backup, by the ledger
of this installation, is erased again at once. Named accounts have to be made again, as passwords are kept nowhere.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from expectations.catalogue import CatalogueError
from flows.backup_archive import DUMP, LANDING, Description, read_archive
from flows.forgetting_again import forget_again
from flows.settings import Settings
from load.dumping import is_vacant, restore_dump, row_counts
from load.migrations import known_revisions
from load.roles import prepare_server
from load.schema import upgrade
from load.warehouse import Warehouse
from transform.persons import Pseudonyms


def restore(settings: Settings, file: Path) -> Description:
    """Restore a backup into the installation of these settings; returns what the backup says of itself.

    Raises CatalogueError, with nothing changed, for a damaged backup, one of a later version or under another secret, and an
    installation that is not empty.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.home) as name:
        folder = Path(name)
        description = read_archive(file, folder)
        _demand_known_version(description)
        _demand_keys(settings, description)
        landing = settings.home / "landing"
        warehouse = Warehouse.open(settings.home, settings.url)
        prepare_server(warehouse)
        if not is_vacant(warehouse) or any(path.is_file() for path in landing.rglob("*")):
            raise CatalogueError("restore_not_empty", home=settings.home)
        restore_dump(warehouse, folder / DUMP)
        _demand_same_rows(warehouse, description)
        if (folder / LANDING).exists():
            shutil.rmtree(landing, ignore_errors=True)
            (folder / LANDING).rename(landing)
            landing.chmod(0o700)
    upgrade(warehouse)
    forget_again(settings, warehouse)
    return description


def _demand_known_version(description: Description) -> None:
    if description.revision not in known_revisions():
        raise CatalogueError("restore_too_new", version=description.version)


def _demand_keys(settings: Settings, description: Description) -> None:
    own = {"pseudonyms": settings.pseudonym_secret, "erasure": settings.erasure_secret}
    for purpose, fingerprint in description.keys.items():
        if Pseudonyms(own[purpose]).fingerprint != fingerprint:
            raise CatalogueError("restore_other_key", purpose=purpose)


def _demand_same_rows(warehouse: Warehouse, description: Description) -> None:
    with warehouse.connect("loader") as connection:
        found = row_counts(connection)
    if differing := sorted(table for table, rows in description.rows.items() if found.get(table) != rows):
        raise CatalogueError("restore_differs", tables=", ".join(differing))
