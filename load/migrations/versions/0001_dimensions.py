"""Schemas, the as-of setting and the conformed dimensions."""

from load.migrations.revision_sql import run_beside

revision = "0001_dimensions"
down_revision = None


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
