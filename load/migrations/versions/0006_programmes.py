"""What the office configures (programmes, criteria, targets) and the lists behind the indicators."""

from load.migrations.revision_sql import run_beside

revision = "0006_programmes"
down_revision = "0005_privacy"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
