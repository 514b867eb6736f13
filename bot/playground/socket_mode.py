"""Slack's end of Socket Mode."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.core import Core
from bot.playground.envelopes import Deliveries, Line
from bot.playground.wires import Wires, first_of

MOST_CONNECTIONS = 10
_REFRESH_WITHIN_S = 10.0
_CONNECTION_TIME_S = 3600


class SocketMode:
    """Takes the app's connections. Everything here runs on the server's event loop."""

    def __init__(self, core: Core, deliveries: Deliveries, wires: Wires, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._core = core
        self._deliveries = deliveries
        self._wires = wires

    async def link(self, ws: WebSocket) -> None:
        """One connection, from its ticket to its end."""
        ticket = ws.query_params.get("ticket", "")
        if ticket not in self._core.tickets or ws.client is None:
            await ws.close(1008)
            return
        self._core.tickets.remove(ticket)
        await ws.accept()
        if len(self._deliveries.lines) >= MOST_CONNECTIONS:
            await ws.send_text(json.dumps(_disconnect("too_many_websockets")))
            await ws.close()
            return
        await self._serve(ws, Line((ws.client.host, ws.client.port)))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be made anew (from any thread); those that stay are cut after ten seconds."""
        self._loop.call_soon_threadsafe(self._each, lambda line: self._ask_to_go(line, reason))

    def drop(self) -> None:
        """Cut every connection without a word (from any thread)."""
        self._loop.call_soon_threadsafe(self._each, lambda line: self._wires.cut(line.client))

    def silence(self) -> None:
        """Leave every connection open and say nothing more on it, not even to a ping (from any thread)."""
        self._loop.call_soon_threadsafe(self._each, self._hush)

    def repeat(self, times: int) -> None:
        """Tell every envelope so many times at once, over all connections by turns."""
        self._deliveries.times = times

    @property
    def acknowledgements(self) -> int:
        """How many came so far, those of repeats too."""
        return self._deliveries.heard

    def _each(self, do: Callable[[Line], None]) -> None:
        for line in list(self._deliveries.lines):
            do(line)

    def _ask_to_go(self, line: Line, reason: str) -> None:
        line.leaving = True
        line.outgoing.put_nowait(_disconnect(reason))
        self._loop.call_later(_REFRESH_WITHIN_S, self._wires.cut, line.client)

    def _hush(self, line: Line) -> None:
        line.silent = True
        self._wires.silence(line.client)

    def close(self) -> None:
        """End every connection."""
        for line in self._deliveries.lines:
            line.outgoing.put_nowait(None)

    async def _serve(self, ws: WebSocket, line: Line) -> None:
        line.outgoing.put_nowait(self._hello())
        self._deliveries.joined(line)
        try:
            await first_of(self._write(ws, line), self._read(ws))
        except WebSocketDisconnect:
            pass
        finally:
            self._deliveries.left(line)

    async def _write(self, ws: WebSocket, line: Line) -> None:
        while (frame := await line.outgoing.get()) is not None:
            if not line.silent:
                await ws.send_text(json.dumps(frame))
        await ws.close(1001)

    async def _read(self, ws: WebSocket) -> None:
        async for text in ws.iter_text():
            frame = json.loads(text)
            self._deliveries.acknowledged(frame.get("envelope_id", ""), frame.get("payload"))

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._deliveries.lines) + 1,
            "connection_info": {"app_id": self._core.world.app_id},
            "debug_info": {"host": "stand-in", "approximate_connection_time": _CONNECTION_TIME_S},
        }


def _disconnect(reason: str) -> dict[str, Any]:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "stand-in"}}
