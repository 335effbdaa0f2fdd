"""Lets BI tools on other computers in: takes their connections with TLS and hands them to the embedded server.

The embedded PostgreSQL is built without OpenSSL and listens on this machine only, so the encryption ends here. In come only
those who read `mart` or `core`, named accounts with those roles too, and only to the warehouse's database. Who writes, who
administers and who may see names is turned away before a password is asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from load import server
from load.listening import Listening
from load.startup import ENCRYPT, HEADER, PLAIN_ONLY, Opening, body_length, read_opening, refusal
from load.warehouse import LOADER, READERS, Warehouse

_OPENING_SECONDS = 30.0
_MOST_AT_ONCE = 60  # of the server's 100 sessions; the rest is for pmv itself
_BLOCK = 1 << 16
_MAY_ENTER = """
SELECT (pg_has_role(oid, %(bi)s, 'MEMBER') OR pg_has_role(oid, %(office)s, 'MEMBER'))
   AND NOT (rolsuper OR pg_has_role(oid, %(dpo)s, 'MEMBER') OR pg_has_role(oid, %(loader)s, 'MEMBER'))
FROM pg_roles WHERE rolname = %(user)s
"""


@contextlib.contextmanager
def open_gateway(warehouse: Warehouse, listening: Listening) -> Iterator[None]:
    """Take connections in the background for as long as the context lasts, then end them."""
    gateway = _Gateway(warehouse, listening.context)
    loop = asyncio.new_event_loop()
    serving = loop.create_task(gateway.take(listening.listener))
    thread = threading.Thread(target=_run, args=(loop, serving), name="gateway", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, serving: asyncio.Task[None]) -> None:
    with contextlib.closing(loop), contextlib.suppress(asyncio.CancelledError):
        loop.run_until_complete(serving)


@dataclass
class _Gateway:
    """Clients on one side, the server's local port on the other."""

    warehouse: Warehouse
    context: ssl.SSLContext
    clients: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, listener: socket.socket) -> None:
        """Accept clients until cancelled; then end those that are there."""
        loop = asyncio.get_running_loop()
        listener.setblocking(False)
        try:
            while True:
                connection, _ = await loop.sock_accept(listener)
                client = loop.create_task(self._serve(connection))
                self.clients.add(client)
                client.add_done_callback(self.clients.discard)
        finally:
            for client in self.clients:
                client.cancel()
            await asyncio.gather(*self.clients, return_exceptions=True)

    async def _serve(self, connection: socket.socket) -> None:
        """One client from its first byte to its last. What it sends amiss ends its own connection and nothing else."""
        with connection, contextlib.suppress(OSError, EOFError, ValueError, TimeoutError):
            async with asyncio.timeout(_OPENING_SECONDS):
                if not await _wants_encryption(connection):
                    return
                reader, writer = await self._encrypt(connection)
                opening = await _first_message(reader)
                reason = await self._reason_to_refuse(opening)
            if reason is None:
                await self._relay(opening, reader, writer)
            else:
                writer.write(refusal(*reason))
            await _close(writer)

    async def _encrypt(self, connection: socket.socket) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=self.context)
        return reader, asyncio.StreamWriter(transport, protocol, reader, loop)

    async def _reason_to_refuse(self, opening: Opening) -> tuple[str, str] | None:
        if opening.kind == "cancel":
            return None
        user = opening.parameters.get("user", "")
        database = self.warehouse.address["dbname"]
        if len(self.clients) > _MOST_AT_ONCE:
            return "53300", "too many connections"
        if opening.kind != "startup" or opening.parameters.get("database") != database or "replication" in opening.parameters:
            return "3D000", f'from other computers only the database "{database}" can be reached'
        if not await asyncio.to_thread(self._may_enter, user):
            return "28000", f'user "{user}" may not connect through the gateway'
        return None

    def _may_enter(self, user: str) -> bool:
        names: dict[str, str] = {**{str(role): name for role, name in READERS.items()}, "loader": LOADER, "user": user}
        with self.warehouse.connect("bi") as connection:
            row = connection.execute(_MAY_ENTER, names).fetchone()
        return bool(row and row[0])

    async def _relay(self, opening: Opening, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_connection(server.HOST, self.warehouse.address["port"])
        try:
            questions.write(opening.message)
            await asyncio.gather(_pass_on(reader, questions), _pass_on(answers, writer))
        finally:
            await _close(questions)


async def _wants_encryption(connection: socket.socket) -> bool:
    """Answer what comes before TLS, reading not a byte more than belongs to it; False where the client goes another way."""
    while True:
        header = await _exactly(connection, HEADER.size)
        opening = read_opening(header, await _exactly(connection, body_length(header)))
        answer = {"tls": ENCRYPT, "gss": PLAIN_ONLY}.get(
            opening.kind, refusal("28000", "only encrypted connections: sslmode=require")
        )
        await asyncio.get_running_loop().sock_sendall(connection, answer)
        if opening.kind != "gss":
            return opening.kind == "tls"


async def _exactly(connection: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        block = await asyncio.get_running_loop().sock_recv(connection, length - len(received))
        if not block:
            raise EOFError
        received += block
    return received


async def _first_message(reader: asyncio.StreamReader) -> Opening:
    header = await reader.readexactly(HEADER.size)
    return read_opening(header, await reader.readexactly(body_length(header)))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while block := await reader.read(_BLOCK):
            writer.write(block)
            await writer.drain()
    writer.close()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
