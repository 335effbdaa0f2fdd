"""Villages that were renamed, split or merged, and versions of a village that may change together."""

from load.migrations.revision_sql import run_beside

revision = "0009_region_changes"
down_revision = "0008_configuration"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_beside(__file__)
