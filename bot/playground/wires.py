"""The connections below HTTP, so that they can be cut as a network cuts them."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any
from weakref import WeakValueDictionary

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Wires:
    """Every open connection by the client's address. Lives on the server's event loop."""

    def __init__(self) -> None:
        self._transports: WeakValueDictionary[tuple[str, int], asyncio.Transport] = WeakValueDictionary()
        self.stopping = asyncio.Event()

    def made(self, transport: asyncio.Transport) -> None:
        """Remember a connection."""
        self._transports[transport.get_extra_info("peername")[:2]] = transport

    def cut(self, client: tuple[str, int]) -> None:
        """Reset the client's connection; what was not sent yet is lost."""
        transport = self._transports.get(client)
        if transport is None or transport.is_closing():
            return
        wire: socket.socket = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        transport.abort()

    def silence(self, client: tuple[str, int]) -> None:
        """Hear and say nothing more, pings neither; the WebSocket stays open."""
        transport = self._transports.get(client)
        protocol = transport.get_protocol() if transport is not None else None
        if transport is not None and isinstance(protocol, WebSocketsSansIOProtocol):
            transport.pause_reading()
            protocol.stop_keepalive()


class Protocol(H11Protocol):
    """uvicorn's, known to `wires`."""

    def __init__(self, wires: Wires, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wires = wires

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As uvicorn's, and tells `wires`."""
        super().connection_made(transport)
        self._wires.made(transport)


async def gone(receive: Receive) -> None:
    """Wait until the client's connection is no more."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Cut(Response):
    """No answer: the connection is reset."""

    def __init__(self, wires: Wires) -> None:
        super().__init__()
        self._wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Cut the wire."""
        self._wires.cut(scope["client"])
        await gone(receive)


class Held(Response):
    """No answer for as long as the client, or the server, bears it."""

    def __init__(self, wires: Wires) -> None:
        super().__init__()
        self._wires = wires

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Wait."""
        await first_of(gone(receive), self._wires.stopping.wait())
        self._wires.cut(scope["client"])
        await gone(receive)


async def first_of(*waits: Any) -> None:
    """Wait for one of these; the others are cancelled. An error of the first is raised."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
