"""Watches over readers while the warehouse is served: what runs beyond the limit is ended."""

from __future__ import annotations

import datetime as dt
import logging
import threading

from load.warehouse import Warehouse
from load.watchdog import end_long_queries

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 10.0


def oversee(warehouse: Warehouse, limit: dt.timedelta, stop: threading.Event) -> None:
    """End readers' queries beyond `limit` until `stop` is set."""
    while not stop.wait(min(_LONGEST_PAUSE, limit.total_seconds())):
        for ended in end_long_queries(warehouse, limit):
            log.warning("ended a session of %s after %d seconds (%s)", ended.login, ended.seconds, ended.state)
