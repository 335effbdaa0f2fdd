"""Persons, their identity numbers and the raw text of withheld cells."""

from load.migrations.revision_sql import run_beside

revision = "0003_vault"
down_revision = "0002_audit"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
