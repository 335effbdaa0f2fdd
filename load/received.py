"""What the warehouse has already received: so that the same bytes are not read twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from load.warehouse import Warehouse


class KnownFile(NamedTuple):
    """Paths the bytes came under, oldest first, and the status of their latest reading."""

    paths: tuple[str, ...]
    status: str


def known_files(warehouse: Warehouse, shas: Iterable[str]) -> dict[str, KnownFile]:
    """Those of the given SHA-256 that were received before, in a load that was not undone."""
    query = """
        SELECT f.sha256, array_agg(f.path ORDER BY f.file_id), (array_agg(f.status ORDER BY f.file_id DESC))[1]
        FROM audit.file AS f JOIN audit.load AS l USING (load_id)
        WHERE l.status = 'published' AND f.status <> 'unchanged' AND f.sha256 = ANY(%s) GROUP BY f.sha256
    """
    with warehouse.connect("loader") as connection:
        rows = connection.execute(query, [list(shas)]).fetchall()
    return {sha: KnownFile(tuple(dict.fromkeys(paths)), status) for sha, paths, status in rows}
