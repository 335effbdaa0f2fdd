"""Runs the SQL file that stands beside a revision, whole, as PostgreSQL reads it."""

from __future__ import annotations

from pathlib import Path

from alembic import op


def run_beside(revision_file: str) -> None:
    """Execute `<revision>.sql` in the migration's transaction."""
    driver_connection = op.get_bind().connection.driver_connection
    if driver_connection is None:
        raise RuntimeError("the migration has no open connection")
    driver_connection.execute(Path(revision_file).with_suffix(".sql").read_bytes())
