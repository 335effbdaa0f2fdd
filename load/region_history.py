"""Writes the history of changed villages and districts: the changes, the versions of each, and which version a report is of.

What changed is told (`expectations.region_changes`). How figures of such villages compare is a view of its own (`marts/93_…`).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import psycopg

from expectations.region_changes import RegionChange
from expectations.region_placement import PlacedVersion, placed_versions
from load.copying import copy_rows
from load.warehouse import Row


def want_versions(connection: psycopg.Connection[Row], changes: Sequence[RegionChange]) -> None:
    """Write the changes and, for the rest of the transaction, the versions that follow from them.

    A region whose change was withdrawn is again what the region list says. Raises CatalogueError for a list that contradicts
    itself or names an unknown region.
    """
    earlier = connection.execute(
        "SELECT from_code FROM core.region_change UNION SELECT to_code FROM core.region_change"
    ).fetchall()
    versions = placed_versions(changes, [code for (code,) in earlier])
    connection.execute("DELETE FROM core.region_change")
    copy_rows(connection, "core.region_change", RegionChange._fields, changes)
    connection.execute(
        "CREATE TEMP TABLE wanted_version (code text, name text, district_name text, valid_from date, valid_to date, "
        "PRIMARY KEY (code, valid_from)) ON COMMIT DROP"
    )
    copy_rows(connection, "wanted_version", PlacedVersion._fields, versions)


def shape_versions(connection: psycopg.Connection[Row]) -> None:
    """Bring villages, districts and what points to them to the wanted versions."""
    connection.execute(files("load").joinpath("seeds", "region_versions.sql").read_bytes())
