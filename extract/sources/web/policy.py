"""What the connector may do on the web: hosts, speed, sizes, patience. Configuration, frozen; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebPolicy:
    """Limits of one source.

    `allowed_hosts` include their subdomains. `agent` identifies us and should name a contact. Seconds unless the name says
    otherwise. `allow_loopback` and `allow_http` are for a server on this machine; `proxy` and `ca_bundle` for an office network.
    """

    allowed_hosts: frozenset[str]
    agent: str
    delay_seconds: float = 2.0
    """Between two requests to one host; a robots.txt may ask for more."""
    max_delay_seconds: float = 60.0
    """A crawl delay beyond this is taken as this: otherwise one line could stop the month's run."""
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    """Longest silence. The ministry's pages have taken half a minute to answer."""
    total_seconds: float = 600.0
    """For one file, so that a server that drips a byte a second does not hold the run."""
    max_bytes: int = 64 * 2**20
    max_redirects: int = 5
    attempts: int = 4
    backoff_seconds: float = 2.0
    """Doubled at each attempt, with up to as much again at random, so that many clients do not come back together."""
    max_wait_seconds: float = 120.0
    """A Retry-After beyond this ends the attempt: the next scheduled run asks again."""
    max_pages: int = 500
    allow_http: bool = False
    allow_loopback: bool = False
    proxy: str | None = None
    ca_bundle: str | None = None


PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
FILE_TYPES = frozenset(
    {
        "application/pdf",
        "application/octet-stream",
        "binary/octet-stream",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/x-pdf",
        "application/force-download",
        "application/x-download",
        "application/zip",
        "text/csv",
        "text/plain",
    }
)
"""What servers call a PDF or a table, including the lazy names; the content itself is looked at after that."""
