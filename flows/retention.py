"""The flow `retention`: ends the keeping of personal data when its time is over, on a schedule."""

from __future__ import annotations

from prefect import flow, get_run_logger

from flows.guarding import guarded
from flows.prefect_run import open_warehouse
from flows.retaining import end_retention
from flows.settings import load_settings
from flows.window import today


@flow(name="retention", persist_result=False, log_prints=False)
def retention(is_dry_run: bool = False) -> dict[str, int]:
    """Delete what is past its time. Returns and logs counts only."""
    with guarded():
        settings = load_settings()
        done = end_retention(settings, open_warehouse(settings), today(), is_dry_run=is_dry_run)
        counts = {"rows": done.rows.total(), "texts": done.texts, "files": done.files}
        get_run_logger().info("past retention: %(rows)d personal rows, %(texts)d withheld texts, %(files)d files", counts)
        return counts
