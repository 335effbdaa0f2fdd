"""The office's configuration from its folder into the warehouse: every file understood before any is brought in."""

from __future__ import annotations

from pathlib import Path

from expectations.configuration import ProgrammeSpell, configuration_files
from extract.configuration_files import find_configuration
from flows.settings import Settings
from load.configuration import Configuration, Configured, configure, configured_programmes
from load.warehouse import Warehouse
from transform.configuration.entries import read_entries


def read_configuration(folder: Path | None) -> list[Configuration]:
    """What the files of a folder say; a file that is not there says nothing, nor does no folder.

    Raises CatalogueError naming everything that is wrong in the first file that cannot be used.
    """
    if folder is None:
        return []
    known = configuration_files()
    return [
        Configuration(
            known[source.subject].subject,
            source.path.name,
            source.sha256,
            read_entries(known[source.subject], source.grid, source.path),
        )
        for source in find_configuration(folder, known)
    ]


def bring_in(warehouse: Warehouse | None, folder: Path | None) -> list[Configured]:
    """Bring a folder's configuration into the warehouse; without one (a dry run) it is only read. Raises CatalogueError."""
    given = read_configuration(folder)
    return configure(warehouse, given) if warehouse and given else []


def programmes_in_force(settings: Settings, warehouse: Warehouse | None) -> list[ProgrammeSpell]:
    """The programmes workbooks are compared with: those in the warehouse, in a dry run those in the folder."""
    if warehouse is not None:
        return configured_programmes(warehouse)
    entries = (entry for given in read_configuration(settings.configuration) for entry in given.entries)
    return [entry for entry in entries if isinstance(entry, ProgrammeSpell)]
