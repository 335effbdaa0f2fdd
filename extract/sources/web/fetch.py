"""One file from the web, politely: at the host's pace, within its robots.txt, tried again only where trying again helps.

Sizes, time and types are limited while streaming. Redirects are followed by hand, each hop under the same rules.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from expectations.catalogue import CatalogueError
from extract.sources.web.addresses import check_address, guarded_session
from extract.sources.web.policy import WebPolicy
from extract.sources.web.robots import RobotsRules, read_robots

_CHUNK_BYTES = 64 * 1024
_ROBOTS_BYTES = 512 * 1024
_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_OK = 200
_EVERYTHING = RobotsRules()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered. `address` is where redirects ended; `content` None means not modified. Header names lower case."""

    address: str
    fetched_at: dt.datetime
    headers: Mapping[str, str]
    content: bytes | None

    @property
    def media_type(self) -> str:
        """The declared type without parameters, lower case; empty where none is declared."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def modified_at(self) -> dt.datetime:
        """When the file changed at the source, as the server says; else when it was fetched."""
        return _moment(self.headers.get("last-modified", "")) or self.fetched_at


class _TryAgainError(Exception):
    """A fault that may pass. `wait_seconds` is what the server asked for, if it did."""

    def __init__(self, reason: CatalogueError, wait_seconds: float | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.wait_seconds = wait_seconds


class Fetcher:
    """Fetches under one policy. Not for use by several threads at once: it keeps the pace of each host."""

    def __init__(self, policy: WebPolicy) -> None:
        self.policy = policy
        self._session = guarded_session(policy)
        self._robots: dict[str, RobotsRules] = {}
        self._last_asked: dict[str, float] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def get(self, address: str, types: frozenset[str], conditions: Mapping[str, str] | None = None) -> Fetched:
        """The file at `address`, of one of the media `types`; `conditions` are headers such as If-None-Match.

        Raises CatalogueError: `web_host_not_allowed`, `web_private_address`, `web_robots`, `web_redirects`, `web_too_large`,
        `web_too_slow`, `web_wrong_type`, `web_status`, `web_unreachable`, `web_certificate`.
        """
        for _ in range(self.policy.max_redirects + 1):
            host = check_address(address, self.policy)
            self._check_robots(address)
            answer = self._patiently(address, host, self.policy.max_bytes, conditions or {}, types)
            if isinstance(answer, Fetched):
                return answer
            address = urljoin(address, answer)
        raise CatalogueError("web_redirects", host=host, limit=self.policy.max_redirects)

    def _check_robots(self, address: str) -> None:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        if not self._robots[origin].permits(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"):
            raise CatalogueError("web_robots", address=address)

    def _read_robots(self, origin: str) -> RobotsRules:
        """No robots.txt (4xx) permits everything; one that cannot be had now (5xx, silence) permits nothing and raises."""
        address = f"{origin}/robots.txt"
        for _ in range(self.policy.max_redirects + 1):
            host = check_address(address, self.policy)
            try:
                answer = self._patiently(address, host, _ROBOTS_BYTES, {}, None)
            except CatalogueError as refusal:
                if refusal.rule_id == "web_status" and 400 <= refusal.facts["status"] < 500:
                    return _EVERYTHING
                raise
            if isinstance(answer, Fetched):
                return read_robots((answer.content or b"").decode("utf-8", "replace"), self.policy.agent)
            address = urljoin(address, answer)
        return _EVERYTHING

    def _patiently(
        self, address: str, host: str, max_bytes: int, conditions: Mapping[str, str], types: frozenset[str] | None
    ) -> Fetched | str:
        """One hop with its retries: what was fetched, or the address it redirects to."""
        for attempt in range(1, self.policy.attempts + 1):
            self._keep_pace(host)
            try:
                return self._once(address, max_bytes, conditions, types)
            except _TryAgainError as fault:
                wait = self._wait(attempt, fault.wait_seconds)
                if attempt == self.policy.attempts or wait > self.policy.max_wait_seconds:
                    raise fault.reason from fault
                time.sleep(wait)
        raise AssertionError("a policy allows at least one attempt")

    def _keep_pace(self, host: str) -> None:
        asked = max(
            (rules.delay_seconds for origin, rules in self._robots.items() if urlsplit(origin).hostname == host), default=0
        )
        delay = max(self.policy.delay_seconds, min(asked, self.policy.max_delay_seconds))
        since = time.monotonic() - self._last_asked.get(host, float("-inf"))
        if since < delay:
            time.sleep(delay - since)
        self._last_asked[host] = time.monotonic()

    def _wait(self, attempt: int, asked: float | None) -> float:
        backoff = self.policy.backoff_seconds * 2.0 ** (attempt - 1)
        jitter = random.uniform(0, backoff)  # noqa: S311 - spreads load, protects nothing
        return float(max(asked or 0.0, backoff) + jitter)

    def _once(self, address: str, max_bytes: int, conditions: Mapping[str, str], types: frozenset[str] | None) -> Fetched | str:
        host = urlsplit(address).hostname or ""
        deadline = time.monotonic() + self.policy.total_seconds
        try:
            with self._session.get(
                address,
                headers=dict(conditions),
                stream=True,
                allow_redirects=False,
                timeout=(self.policy.connect_seconds, self.policy.read_seconds),
            ) as response:
                return _answer(response, max_bytes, deadline, types)
        except requests.exceptions.SSLError as fault:
            raise CatalogueError("web_certificate", host=host) from fault
        except (requests.exceptions.Timeout, ReadTimeoutError) as fault:
            raise _TryAgainError(CatalogueError("web_too_slow", host=host)) from fault
        except (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError, HTTPError) as fault:
            raise _TryAgainError(CatalogueError("web_unreachable", host=host)) from fault
        except requests.exceptions.RequestException as fault:
            raise CatalogueError("web_unreachable", host=host) from fault


def _answer(response: requests.Response, max_bytes: int, deadline: float, types: frozenset[str] | None) -> Fetched | str:
    """What a response means: content, "not modified", an address to go on to, or a refusal."""
    status, headers = response.status_code, {name.lower(): value for name, value in response.headers.items()}
    if status in _REDIRECTS and "location" in headers:
        return headers["location"]
    if status in _TRANSIENT:
        raise _TryAgainError(_status_error(response), _retry_after(headers.get("retry-after", "")))
    if status not in (_OK, _NOT_MODIFIED):
        raise _status_error(response)
    fetched = Fetched(response.url, dt.datetime.now(dt.UTC), headers, None)
    if status == _NOT_MODIFIED:
        return fetched
    if types is not None and fetched.media_type not in types:
        raise CatalogueError("web_wrong_type", address=response.url, found=fetched.media_type or "none")
    return Fetched(fetched.address, fetched.fetched_at, headers, _body(response, max_bytes, deadline))


def _status_error(response: requests.Response) -> CatalogueError:
    return CatalogueError("web_status", address=response.url, status=response.status_code)


def _retry_after(text: str) -> float | None:
    """Seconds, from a number or an HTTP date."""
    if text.strip().isdecimal():
        return float(text)
    moment = _moment(text)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds()) if moment else None


def _moment(http_date: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC)


def _body(response: requests.Response, max_bytes: int, deadline: float) -> bytes:
    """The body, read as it arrives so that neither size nor time is noticed too late."""
    declared = response.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > max_bytes:
        raise _too_large(response, max_bytes)
    content = bytearray()
    while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
        content += chunk
        if len(content) > max_bytes:
            raise _too_large(response, max_bytes)
        if time.monotonic() > deadline:
            raise CatalogueError("web_too_slow", host=urlsplit(response.url).hostname)
    return bytes(content)


def _too_large(response: requests.Response, max_bytes: int) -> CatalogueError:
    return CatalogueError("web_too_large", address=response.url, limit=max_bytes // 2**20)
