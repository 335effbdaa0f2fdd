"""The office's configuration keeps its history."""

from load.migrations.revision_sql import run_beside

revision = "0008_configuration"
down_revision = "0007_history"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
