"""The first words of a PostgreSQL connection: what a client may send before it logs in, and how it is refused.

Knows bytes only (protocol version 3); sockets belong to `gateway`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

LONGEST = 10_000
"""Bytes PostgreSQL itself accepts as a first message."""
HEADER = struct.Struct("!II")
ENCRYPT, PLAIN_ONLY = b"S", b"N"

Kind = Literal["tls", "gss", "cancel", "startup"]
_KINDS: Mapping[int, Kind] = {80877103: "tls", 80877104: "gss", 80877102: "cancel"}


@dataclass(frozen=True, slots=True)
class Opening:
    """A first message: its kind, its bytes whole, and what a startup names (user, database, …)."""

    kind: Kind
    message: bytes
    parameters: Mapping[str, str]


def body_length(header: bytes) -> int:
    """How many bytes follow the eight of the header. Raises ValueError where this cannot be PostgreSQL's protocol."""
    length, code = HEADER.unpack(header)
    if not HEADER.size <= length <= LONGEST or not (code in _KINDS or code >> 16 == 3):
        raise ValueError("not a PostgreSQL first message")
    return int(length) - HEADER.size


def read_opening(header: bytes, body: bytes) -> Opening:
    """The first message in its two parts."""
    kind = _KINDS.get(HEADER.unpack(header)[1], "startup")
    texts = body.split(b"\0") if kind == "startup" else []
    parameters = {
        name.decode("utf-8", "replace"): value.decode("utf-8", "replace")
        for name, value in zip(texts[::2], texts[1::2], strict=False)
    }
    return Opening(kind, header + body, parameters)


def refusal(code: str, sentence: str) -> bytes:
    """An error that ends the connection, as every client shows it."""
    fields = f"SFATAL\0VFATAL\0C{code}\0M{sentence}\0\0".encode()
    return b"E" + struct.pack("!I", len(fields) + 4) + fields
