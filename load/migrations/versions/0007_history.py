"""What is known stays as it was known, so that any load can be taken back."""

from load.migrations.revision_sql import run_beside

revision = "0007_history"
down_revision = "0006_programmes"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
