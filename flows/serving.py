"""Holds the embedded warehouse in front for BI tools, and says how they connect."""

from __future__ import annotations

import datetime as dt
import signal
import sys
import threading

from rich.console import Console
from rich.table import Table

from expectations.catalogue import CatalogueError
from flows.overseeing import oversee
from flows.settings import load_settings
from flows.warehouses import open_for_loading
from load import server


def serve() -> None:
    """Start the warehouse, print host, port, user and password of `pmv_bi`, and wait for Ctrl-C; then stop it."""
    settings = load_settings()
    if settings.url is not None:
        raise CatalogueError("serve_needs_embedded")
    warehouse = open_for_loading(settings)
    table = Table(title="Connect a BI tool (PostgreSQL)", title_justify="left", show_header=False)
    for name, value in (
        ("Host", str(warehouse.address["host"])),
        ("Port", str(warehouse.address["port"])),
        ("Database", str(warehouse.address["dbname"])),
        ("User", "pmv_bi"),
        ("Password", warehouse.password("pmv_bi")),
        ("Schema", "mart"),
    ):
        table.add_row(name, value)
    Console().print(table)
    sys.stdout.write("Ctrl-C stops the warehouse.\n")
    sys.stdout.flush()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    oversee(warehouse, dt.timedelta(seconds=settings.query_limit_seconds), stop)
    server.stop(settings.home)
