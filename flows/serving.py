"""Holds the embedded warehouse in front for BI tools, and says how they connect."""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from expectations.catalogue import CatalogueError
from flows.overseeing import oversee
from flows.settings import load_settings
from flows.warehouses import open_for_loading
from load import server
from load.warehouse import Warehouse

if TYPE_CHECKING:
    from load.listening import Listening


def serve(address: str | None = None, is_encrypted: bool = False) -> None:
    """Start the warehouse, print host, port, user and password of `pmv_bi`, and wait for Ctrl-C; then stop it.

    `address` opens it to other computers, always encrypted; `is_encrypted` speaks TLS on this machine too. Raises CatalogueError
    for a server that is not ours and an address that is not this machine's.
    """
    settings = load_settings()
    if settings.url is not None:
        raise CatalogueError("serve_needs_embedded")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    warehouse = open_for_loading(settings)
    with contextlib.ExitStack() as held:
        listening = held.enter_context(_open(warehouse, address)) if address is not None or is_encrypted else None
        _show(warehouse, listening)
        oversee(warehouse, dt.timedelta(seconds=settings.query_limit_seconds), stop)
    server.stop(settings.home)


@contextlib.contextmanager
def _open(warehouse: Warehouse, address: str | None) -> Iterator[Listening]:
    from load.gateway import open_gateway
    from load.listening import listen

    with listen(warehouse.home, address, beside=int(warehouse.address["port"])) as listening, open_gateway(warehouse, listening):
        yield listening


def _show(warehouse: Warehouse, listening: Listening | None) -> None:
    table = Table(title="Connect a BI tool (PostgreSQL)", title_justify="left", show_header=False)
    for name, value in _connection(warehouse, listening):
        table.add_row(name, value)
    console = Console()
    console.print(table)
    if listening is not None:
        console.print(f"Certificate: {listening.certificate}", soft_wrap=True, highlight=False)
        console.print(f"SHA-256: {listening.fingerprint}", soft_wrap=True, highlight=False)
    console.print("Ctrl-C stops the warehouse.")


def _connection(warehouse: Warehouse, listening: Listening | None) -> Iterator[tuple[str, str]]:
    yield "Host", ", ".join(listening.hosts) if listening else str(warehouse.address["host"])
    yield "Port", str(listening.port if listening else warehouse.address["port"])
    yield "Database", str(warehouse.address["dbname"])
    yield "User", "pmv_bi"
    yield "Password", warehouse.password("pmv_bi")
    yield "Schema", "mart"
    if listening:
        yield "SSL mode", "require"
