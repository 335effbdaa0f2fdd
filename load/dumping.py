"""The warehouse's four schemas as one pg_dump file, and back. Roles, passwords and keys are no part of it.

pg_dump and pg_restore come with the embedded server; they also serve a server named by a URL. What goes around a dump (received
files, a description, checks) is `flows.backup` and `flows.restore`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from expectations.catalogue import CatalogueError
from load.binaries import find_programs
from load.scoping import BEHIND
from load.warehouse import LOADER, Row, Warehouse

SCHEMAS = ("core", "mart", "audit", "vault")
_TABLES = """SELECT n.nspname::text, c.relname::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
             WHERE n.nspname = ANY(%s) AND c.relkind = 'r' ORDER BY 1, 2"""
_QUOTED = re.compile(r'".*"')


def dump(warehouse: Warehouse, snapshot: str, file: Path) -> None:
    """Write the schemas as they stand in a snapshot to a file only its owner can read. Raises CatalogueError."""
    # Naming the schemas instead sends pg_dump 18 round the views for ever ("out of memory").
    _run(warehouse, "pg_dump", "--format=custom", "--exclude-schema=public", f"--snapshot={snapshot}", f"--file={file}")
    file.chmod(0o600)


def restore_dump(warehouse: Warehouse, file: Path) -> None:
    """Put a dump into a vacant warehouse whose roles are there, all of it or nothing. Raises CatalogueError."""
    with warehouse.connect("loader") as connection:
        for schema in (*SCHEMAS, BEHIND):
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
    _run(warehouse, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(file))


@contextmanager
def shared_snapshot(warehouse: Warehouse) -> Iterator[tuple[psycopg.Connection[Row], str]]:
    """A connection that sees one moment, and the name under which pg_dump sees the same."""
    with warehouse.connect("loader") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def row_counts(connection: psycopg.Connection[Row]) -> dict[str, int]:
    """Rows of every table, by "schema.table"; partitions each for itself."""
    counts: dict[str, int] = {}
    for schema, table in connection.execute(_TABLES, [list(SCHEMAS)]).fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))).fetchone()
        counts[f"{schema}.{table}"] = row[0] if row else 0
    return counts


def count_loads(warehouse: Warehouse) -> int:
    """How many loads are on record; 0 where there are no tables yet."""
    try:
        with warehouse.connect("loader") as connection:
            row = connection.execute("SELECT count(*) FROM audit.load").fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return 0
    return int(row[0]) if row else 0


def revision(connection: psycopg.Connection[Row]) -> str:
    """The migration this warehouse stands at."""
    row = connection.execute("SELECT version_num FROM audit.alembic_version").fetchone()
    return str(row[0]) if row else ""


def _run(warehouse: Warehouse, program: str, *arguments: str) -> None:
    user, password = warehouse.login or (LOADER, warehouse.password(LOADER))
    address = make_conninfo(**{**warehouse.address, "user": user})
    acting = [f"--role={LOADER}"] if user != LOADER else []
    command = [find_programs().path(program), *acting, *arguments, f"--dbname={address}", "--no-password"]
    done = subprocess.run(command, env=_environment(password), capture_output=True, encoding="utf-8", errors="replace")  # noqa: S603
    if done.returncode:
        raise CatalogueError("dump_program_failed", program=program, why=_first_complaint(done.stderr))


def _environment(password: str | None) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, **({"PGPASSWORD": password} if password else {})}


def _first_complaint(said: str) -> str:
    """The program's first line, without what stands in quotation marks: it may repeat a value."""
    return _QUOTED.sub('"…"', next(iter(said.splitlines()), "no message"))
