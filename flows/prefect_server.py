"""The Prefect server of an installation: which one, whether it answers, and who speaks when a run fails.

Only PREFECT_API_URL names it; Prefect's profiles are not looked at, so that a forgotten profile changes nothing.
"""

from __future__ import annotations

import logging
import os

from expectations.catalogue import CatalogueError

_PATIENCE_SECONDS = 5


def server_address() -> str | None:
    """The address in PREFECT_API_URL, or None where flows run without a server."""
    return os.environ.get("PREFECT_API_URL") or None


def require_answer(address: str) -> None:
    """Raise CatalogueError where no Prefect server answers at this address."""
    import requests

    try:
        requests.get(f"{address.rstrip('/')}/health", timeout=_PATIENCE_SECONDS).raise_for_status()
    except requests.RequestException as failure:
        raise CatalogueError("prefect_unreachable", address=address, why=type(failure).__name__) from None


def quiet_failures() -> None:
    """Keep Prefect's errors and traces off the terminal: the command says in one line what failed; the server has the rest."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(lambda record: record.levelno < logging.ERROR or not record.name.startswith("prefect"))
