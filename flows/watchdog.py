"""The flow `end-long-queries`: readers' queries beyond the limit are ended, on a schedule. A served warehouse does it itself."""

from __future__ import annotations

import datetime as dt

from prefect import flow, get_run_logger

from flows.guarding import guarded
from flows.settings import load_settings
from load.warehouse import Warehouse
from load.watchdog import end_long_queries as end


@flow(name="end-long-queries", persist_result=False, log_prints=False)
def end_long_queries() -> int:
    """End sessions of readers beyond PMV_QUERY_LIMIT_SECONDS. Returns how many; the log names logins and seconds, no query."""
    with guarded():
        settings = load_settings()
        ended = end(Warehouse.open(settings.home, settings.url), dt.timedelta(seconds=settings.query_limit_seconds))
        for one in ended:
            get_run_logger().warning("ended a session of %s after %d seconds (%s)", one.login, one.seconds, one.state)
        return len(ended)
