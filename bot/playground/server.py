"""uvicorn's protocols in a thread of their own, started and stopped at once."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.server import ServerState

from bot.playground.wires import Protocol, Wires

HOST = "127.0.0.1"
_CLOSE_WITHIN_S = 2.0
# slack_sdk's client looks up from its socket only when something comes, or every 3 s: pings let it close soon.
_PING_S = 0.25
# Nobody is cut off who does not answer them. Without any such time uvicorn sends hundreds at once after a busy moment.
_PONG_WITHIN_S = 3600.0


class Server:
    """Serves one ASGI app on 127.0.0.1. The port is taken on construction: addresses are known before the start."""

    def __init__(self, port: int = 0) -> None:
        self._socket = socket.create_server((HOST, port))
        self.port: int = self._socket.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._stop = asyncio.Event()

    def start(self, app: ASGIApp, wires: Wires, on_stop: Callable[[], None]) -> None:
        """Serve from now on. `on_stop` runs on the loop, when the server is about to close its connections."""
        self._thread = threading.Thread(
            target=self._run, args=(app, wires, on_stop), name="slack-stand-in", daemon=True
        )
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Close every connection and end the thread. Twice is once."""
        if self.loop.is_closed():
            return
        if self._thread is None:
            self._socket.close()
            self.loop.close()
            return
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self, app: ASGIApp, wires: Wires, on_stop: Callable[[], None]) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._serve(app, wires, on_stop))
            self.loop.run_until_complete(_cancel_the_rest())
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
        finally:
            self._ready.set()
            asyncio.set_event_loop(None)
            self.loop.close()

    async def _serve(self, app: ASGIApp, wires: Wires, on_stop: Callable[[], None]) -> None:
        config = Config(
            app,
            lifespan="off",
            ws="websockets-sansio",
            ws_ping_interval=_PING_S,
            ws_ping_timeout=_PONG_WITHIN_S,
            ws_per_message_deflate=False,
            log_config=None,
            access_log=False,
            proxy_headers=False,
        )
        config.load()
        state = ServerState()
        listener = await self.loop.create_server(lambda: Protocol(wires, config, state, {}), sock=self._socket)
        self._ready.set()
        await self._stop.wait()
        listener.close()
        wires.stopping.set()
        on_stop()
        await self._close(state)
        await listener.wait_closed()

    async def _close(self, state: ServerState) -> None:
        for connection in list(state.connections):
            connection.shutdown()
        deadline = self.loop.time() + _CLOSE_WITHIN_S
        while (state.connections or state.tasks) and self.loop.time() < deadline:
            await asyncio.sleep(0.002)
        for task in state.tasks:
            task.cancel()
        for connection in list(state.connections):
            connection.transport.abort()


async def _cancel_the_rest() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
