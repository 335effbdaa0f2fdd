"""Villages named in configuration, found in the warehouse's regions."""

from __future__ import annotations

from collections.abc import Collection

import psycopg

from expectations.catalogue import CatalogueError
from load.warehouse import Row


def village_keys(connection: psycopg.Connection[Row], codes: Collection[str], named_in: str) -> dict[str, int]:
    """Region keys of villages as last known, by code. Raises CatalogueError naming codes the dimension lacks."""
    query = (
        "SELECT DISTINCT ON (code) code, region_key FROM core.dim_region WHERE level = 'village' AND code = ANY(%s) "
        "ORDER BY code, valid_from DESC"
    )
    keys: dict[str, int] = dict(connection.execute(query, [sorted(codes)]).fetchall())
    if unknown := sorted(set(codes) - set(keys)):
        raise CatalogueError("load_unknown_code", dataset=named_in, field="village_code", codes=", ".join(unknown))
    return keys
