"""Looks for texts in everything the warehouse stores: the proof that an erased person is gone.

Searches every table of every schema as text, and the embedded server's log. After rows were deleted their pages still hold them
until they are written anew, so `rewrite_personal_tables` belongs to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from psycopg import sql

from load.forgetting import person_tables
from load.warehouse import Warehouse

_TABLES = """
    SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('core', 'mart', 'audit', 'vault') AND c.relkind IN ('r', 'm') ORDER BY 1, 2
"""
_STATISTICS = (
    "SELECT count(*) FROM pg_stats WHERE schemaname IN ('core', 'mart', 'audit', 'vault') AND pg_stats::text LIKE ANY (%s)"
)
_CHUNK = 1 << 20


def rows_with(warehouse: Warehouse, texts: Collection[str]) -> Mapping[str, int]:
    """How many rows hold one of these texts, by table; every table that was searched is named. Planner statistics included."""
    patterns = [f"%{text}%" for text in texts]
    with warehouse.connect("loader") as connection:
        connection.read_only = True
        counts = {}
        for schema, table in connection.execute(_TABLES).fetchall():
            query = sql.SQL("SELECT count(*) FROM {} AS t WHERE t::text LIKE ANY (%s)").format(sql.Identifier(schema, table))
            counts[f"{schema}.{table}"] = _count(connection.execute(query, [patterns]).fetchone())
        counts["pg_stats"] = _count(connection.execute(_STATISTICS, [patterns]).fetchone())
        return counts


def rewrite_personal_tables(warehouse: Warehouse) -> None:
    """Write the tables of `vault` anew, so that no page and no planner statistic holds a deleted row. Locks each for a moment."""
    with warehouse.connect("loader") as connection:
        connection.autocommit = True
        for contract, personal in person_tables():
            connection.execute(f"VACUUM (FULL, ANALYZE) {personal.name}".encode())
            connection.execute(f"VACUUM (ANALYZE) core.fact_{contract.dataset}".encode())
        for table in ("vault.person", "vault.quarantine_value"):
            connection.execute(f"VACUUM (FULL, ANALYZE) {table}".encode())


def blot_out(files: Collection[Path], texts: Collection[str]) -> int:
    """Overwrite these texts in plain log files, each character by an x, in place: a server may be writing. Returns how often."""
    needles = [text.encode() for text in texts]
    return sum(_blot(path, needle) for path in files for needle in needles)


def occurrences(files: Collection[Path], texts: Collection[str]) -> int:
    """How often these texts stand in plain files."""
    return sum(len(_positions(path, text.encode())) for path in files for text in texts)


def _blot(path: Path, needle: bytes) -> int:
    positions = _positions(path, needle)
    if positions:
        with path.open("r+b") as log:
            for position in positions:
                log.seek(position)
                log.write(b"x" * len(needle))
    return len(positions)


def _positions(path: Path, needle: bytes) -> list[int]:
    found, overlap, offset = [], b"", 0
    with path.open("rb") as log:
        while chunk := log.read(_CHUNK):
            window = overlap + chunk
            at = window.find(needle)
            while at >= 0:
                found.append(offset - len(overlap) + at)
                at = window.find(needle, at + len(needle))
            offset += len(chunk)
            overlap = window[-(len(needle) - 1) :] if len(needle) > 1 else b""
    return found


def _count(row: tuple[int, ...] | None) -> int:
    return row[0] if row else 0
