"""Which addresses may be asked: named hosts only, and never a machine inside our own network.

A host name is judged as requests itself will read it; the machine is judged after connecting, by the address of the socket,
so that a name that resolves differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from expectations.catalogue import CatalogueError
from extract.sources.web.policy import WebPolicy


def check_address(address: str, policy: WebPolicy) -> str:
    """The host of an address we may ask. Raises CatalogueError `web_host_not_allowed`."""
    try:
        parsed = parse_url(address)
    except LocationParseError as fault:
        raise CatalogueError("web_host_not_allowed", host="(not an address)") from fault
    host = (parsed.host or "").lower().rstrip(".")
    is_known = any(host == allowed or host.endswith(f".{allowed}") for allowed in policy.allowed_hosts)
    schemes = ("https", "http") if policy.allow_http else ("https",)
    if not is_known or parsed.scheme not in schemes or parsed.auth:
        raise CatalogueError("web_host_not_allowed", host=f"{parsed.scheme or ''}://{host}")
    return host


def guarded_session(policy: WebPolicy) -> requests.Session:
    """A session that identifies us, verifies certificates, ignores the environment and refuses private machines."""
    session = requests.Session()
    session.trust_env = False
    session.headers.update({"User-Agent": policy.agent, "Accept-Encoding": "identity"})
    session.verify = policy.ca_bundle or True
    if policy.proxy:
        session.proxies = {"http": policy.proxy, "https": policy.proxy}
    adapter = _GuardedAdapter(allow_loopback=policy.allow_loopback)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class _GuardedAdapter(HTTPAdapter):
    """Builds connections that look at whom they reached before a byte is sent. A configured proxy is trusted to do so itself."""

    def __init__(self, *, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        """Use pools whose connections are guarded."""
        super().init_poolmanager(connections, maxsize, block, **options)
        self.poolmanager: PoolManager
        self.poolmanager.pool_classes_by_scheme = _guarded_pools(allow_loopback=self._allow_loopback)


def _guarded_pools(*, allow_loopback: bool) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _checked(super()._new_conn(), self.host, allow_loopback=allow_loopback)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _checked(super()._new_conn(), self.host, allow_loopback=allow_loopback)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _checked(connected: socket.socket, host: str, *, allow_loopback: bool) -> socket.socket:
    reached = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
    if isinstance(reached, ipaddress.IPv6Address) and reached.ipv4_mapped:
        reached = reached.ipv4_mapped
    if (reached.is_global and not reached.is_multicast) or (allow_loopback and reached.is_loopback):
        return connected
    connected.close()
    raise CatalogueError("web_private_address", host=host)
