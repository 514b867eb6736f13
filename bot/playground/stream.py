"""Server-sent events: tells open pages what changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.playground.core import Core
from bot.playground.page_json import instant

_KEEP_ALIVE_S = 15.0


class Stream:
    """Lives on the server's event loop; changes may come from any thread."""

    def __init__(self, core: Core, loop: asyncio.AbstractEventLoop) -> None:
        self._core = core
        self._loop = loop
        self._pages: set[asyncio.Queue[dict[str, Any] | None]] = set()

    async def open(self, request: Request) -> Response:  # noqa: ARG002 - an endpoint
        """One page's stream."""
        return StreamingResponse(self._events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    def close(self) -> None:
        """End every stream."""
        for page in self._pages:
            page.put_nowait(None)

    async def _events(self) -> AsyncIterator[str]:
        page: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._pages.add(page)
        stop = self._core.changes.listen(lambda change: self._tell(page, change))
        try:
            yield _event({"kind": "hello", "now": instant(self._core.now())})
            while True:
                try:
                    change = await asyncio.wait_for(page.get(), _KEEP_ALIVE_S)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if change is None:
                    return
                yield _event(change)
        finally:
            stop()
            self._pages.discard(page)

    def _tell(self, page: asyncio.Queue[dict[str, Any] | None], change: dict[str, Any]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(page.put_nowait, change)


def _event(change: dict[str, Any]) -> str:
    return f"data: {json.dumps(change)}\n\n"
