"""What was received, loaded, withheld and checked."""

from load.migrations.revision_sql import run_beside

revision = "0002_audit"
down_revision = "0001_dimensions"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
