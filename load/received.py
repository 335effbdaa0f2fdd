"""What the warehouse has already received, and under which names: so that the same bytes are not read twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

import psycopg

from expectations.catalogue import CatalogueError
from expectations.contract import FIGURES
from load.warehouse import Row, Warehouse


class KnownFile(NamedTuple):
    """Paths the bytes came under, oldest first, and the status of their latest reading."""

    paths: tuple[str, ...]
    status: str


def known_files(warehouse: Warehouse, shas: Iterable[str]) -> dict[str, KnownFile]:
    """Those of the given SHA-256 that were received before, in a load that was not undone.

    A file that was turned away as a part of another's report counts as long as a report stands there.
    """
    query = """
        SELECT f.sha256, array_agg(f.path ORDER BY f.file_id), (array_agg(f.status ORDER BY f.file_id DESC))[1]
        FROM audit.file AS f JOIN audit.load AS l USING (load_id)
        WHERE l.status = 'published' AND f.status <> 'unchanged' AND f.sha256 = ANY(%s)
          AND (f.reason_rule IS DISTINCT FROM 'parts_of_one_report' OR EXISTS (
            SELECT FROM audit.quarantine AS q
            JOIN core.dim_region AS r ON r.code = f.village_code AND r.level = 'village'
            JOIN audit.sheet_balance AS s ON (s.region_key, s.period, s.dataset) = (r.region_key, f.period, q.facts ->> 'dataset')
             AND s.holds AND s.superseded_at IS NULL
            WHERE (q.load_id, q.file_id) = (f.load_id, f.file_id) AND q.rule = f.reason_rule))
        GROUP BY f.sha256
    """
    with warehouse.connect("loader") as connection:
        rows = connection.execute(query, [list(shas)]).fetchall()
    return {sha: KnownFile(tuple(dict.fromkeys(paths)), status) for sha, paths, status in rows}


def masked_paths(warehouse: Warehouse, tags: Collection[str]) -> dict[str, str]:
    """Masked paths by their tag, each as it was last received."""
    query = """
        SELECT tag, (array_agg(path ORDER BY file_id DESC))[1]
        FROM (SELECT file_id, path, substring(path FROM '\\[nama ([a-z]+)\\]') AS tag FROM audit.file
              WHERE path LIKE '%%[nama %%') AS f
        WHERE tag = ANY(%s) GROUP BY tag
    """
    with warehouse.connect("loader") as connection:
        return dict(connection.execute(query, [list(tags)]).fetchall())


def villages_of(warehouse: Warehouse, shas: Collection[str]) -> dict[str, str]:
    """The village each of these files was last found to be of, by SHA-256; files of none are left out."""
    query = """
        SELECT DISTINCT ON (sha256) sha256, village_code FROM audit.file
        WHERE sha256 = ANY(%s) AND village_code IS NOT NULL ORDER BY sha256, file_id DESC
    """
    with warehouse.connect("loader") as connection:
        return dict(connection.execute(query, [list(shas)]).fetchall())


def masked_sheets(connection: psycopg.Connection[Row]) -> dict[str, set[str]]:
    """Sheets that are known by a masked name, by the SHA-256 of their file."""
    found: dict[str, set[str]] = {}
    query = "SELECT DISTINCT source_file, source_sheet FROM audit.sheet_balance WHERE source_sheet LIKE '%[nama %'"
    for sha256, sheet in connection.execute(query.encode()):
        found.setdefault(sha256, set()).add(sheet)
    return found


class ReceivedFile(NamedTuple):
    """One file of a load as it came; `is_publication` where it was read for published figures."""

    path: str
    sha256: str
    size: int
    modified_at: dt.datetime
    is_publication: bool


def files_of_load(warehouse: Warehouse, load_id: int) -> list[ReceivedFile]:
    """Files of a load whose bytes are kept, in the order they were taken. Raises CatalogueError for a load that never was."""
    query = """
        SELECT f.path, f.sha256, f.size, f.modified_at,
               EXISTS (SELECT FROM audit.sheet_balance AS s WHERE s.file_id = f.file_id AND s.dataset = %(figures)s)
        FROM audit.file AS f WHERE f.load_id = %(load)s AND f.status <> 'unchanged' AND f.sha256 <> '' ORDER BY f.file_id
    """
    with warehouse.connect("loader") as connection:
        if connection.execute("SELECT FROM audit.load WHERE load_id = %s", [load_id]).fetchone() is None:
            raise CatalogueError("load_unknown", load_id=load_id)
        rows = connection.execute(query, {"figures": FIGURES, "load": load_id}).fetchall()
    return [ReceivedFile(*row) for row in rows]
