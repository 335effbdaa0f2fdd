"""Where BI tools reach the embedded server with TLS: address, port, certificate. Nothing listens until a `gateway` is opened."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from expectations.catalogue import CatalogueError
from load import server
from load.certificate import fingerprint, make_certificate, still_serves

_NO_ROUTE = ("192.0.2.1", 9)  # an address of the documentation range: asking for the way there sends nothing
_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class Listening:
    """A listening socket and what a client is told: host addresses, port, certificate file and fingerprint."""

    listener: socket.socket
    hosts: tuple[str, ...]
    certificate: Path
    key: Path
    fingerprint: str

    @property
    def port(self) -> int:
        """The port clients connect to."""
        return int(self.listener.getsockname()[1])

    @property
    def context(self) -> ssl.SSLContext:
        """TLS as the server speaks it: 1.2 or later, with this certificate."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.key)
        return context


@contextlib.contextmanager
def listen(home: Path, address: str | None, beside: int) -> Iterator[Listening]:
    """A socket on an IP address of this machine (0.0.0.0: all of them; None: this machine only), closed afterwards.

    The port is the one used before, else the first free one after `beside`. Raises CatalogueError for another's address and where
    no port is free.
    """
    hosts = _hosts(address)
    certificate, key = _certificate(home, {*hosts, server.HOST, "localhost", socket.gethostname()})
    kept = home / "warehouse" / "tls_port"
    with _bound(address or server.HOST, _ports(kept, beside)) as listener:
        listening = Listening(listener, hosts, certificate, key, fingerprint(certificate.read_bytes()))
        kept.write_text(f"{listening.port}\n")
        yield listening


def _bound(address: str, ports: Iterable[int]) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for port in ports:
        with contextlib.suppress(OSError):
            return socket.create_server((address, port), family=family)
    raise CatalogueError("listen_port_taken", address=address)


def _ports(kept: Path, beside: int) -> Iterator[int]:
    remembered = kept.read_text().strip() if kept.exists() else ""
    if remembered.isdigit():
        yield int(remembered)
    yield from range(beside + 1, beside + 1 + _ATTEMPTS)


def _hosts(address: str | None) -> tuple[str, ...]:
    """The addresses a client can use."""
    if address is None:
        return (server.HOST,)
    try:
        unspecified = ipaddress.ip_address(address).is_unspecified
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.bind((address, 0))
    except (ValueError, OSError) as failure:
        raise CatalogueError("listen_address_wrong", address=address) from failure
    return (tuple(dict.fromkeys(_own_addresses())) or (server.HOST,)) if unspecified else (address,)


def _own_addresses() -> Iterator[str]:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_NO_ROUTE)
        yield probe.getsockname()[0]
    with contextlib.suppress(OSError):
        for *_, place in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM):
            if not ipaddress.ip_address(place[0]).is_loopback:
                yield str(place[0])


def _certificate(home: Path, names: set[str]) -> tuple[Path, Path]:
    """Certificate and key of this home, new ones where there are none for these names."""
    certificate, key = home / "warehouse" / "server.crt", home / "secrets" / "server.key"
    if not (key.exists() and certificate.exists() and still_serves(certificate.read_bytes(), names)):
        public, private = make_certificate(names)
        _replace(key, private, 0o600)
        _replace(certificate, public, 0o644)
    return certificate, key


def _replace(path: Path, content: bytes, mode: int) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
    fresh.replace(path)
