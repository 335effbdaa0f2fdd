"""Gives a warehouse another list of changed villages than the packaged one."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.region_changes import RegionChange
from load.region_history import shape_versions, want_versions
from load.summaries import refresh_all
from load.warehouse import Warehouse


def set_region_changes(warehouse: Warehouse, changes: Sequence[RegionChange]) -> None:
    """What an upgrade does when the packaged list of changes is this one."""
    with warehouse.connect("loader") as connection:
        want_versions(connection, changes)
        shape_versions(connection)
        refresh_all(connection)
