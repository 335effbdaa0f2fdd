"""What privacy needs to be recorded: who was erased, which key holds, who has an account, what was done."""

from load.migrations.revision_sql import run_beside

revision = "0005_privacy"
down_revision = "0003_vault"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
