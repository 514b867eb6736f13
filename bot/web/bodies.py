"""Bodies read with care: of one nobody asked for, or too large, nothing is kept."""

from __future__ import annotations

import anyio
from starlette.requests import ClientDisconnect, Request

from bot.web.refused import BAD, TOO_LARGE, RequestRefused

MOST = 1_000_000  # bytes of one body
FREE = 65_536  # bytes that every body may have; what goes beyond is shared by all
SHARED = 16_000_000
HEARD_OUT = 16_000_000  # bytes that are read and dropped, so that the sender comes to read our answer
WITHIN_S = 10.0


class Bodies:
    """Reads bodies, of all requests together never keeping more than a fixed amount. For one event loop."""

    def __init__(self) -> None:
        self._shared = 0

    async def read(self, request: Request) -> bytearray:
        """The body. Raises `RequestRefused` when it is too large, too slow or breaks off."""
        body = await self._hear(request, keep=_declared(request) <= MOST)
        if body is None:
            raise RequestRefused(TOO_LARGE)
        return body

    async def drop(self, request: Request) -> None:
        """Hear a body out and forget it. Raises `RequestRefused` when it is too slow or breaks off."""
        await self._hear(request, keep=False)

    async def _hear(self, request: Request, *, keep: bool) -> bytearray | None:
        body, heard, taken = bytearray(), 0, 0
        try:
            with anyio.fail_after(WITHIN_S):
                async for chunk in request.stream():
                    heard += len(chunk)
                    beyond = max(heard - FREE, 0)
                    if keep and heard <= MOST and self._shared - taken + beyond <= SHARED:
                        self._shared, taken = self._shared - taken + beyond, beyond
                        body += chunk
                        continue
                    keep = False
                    self._shared, taken = self._shared - taken, 0
                    body.clear()
                    if heard > HEARD_OUT:
                        break
        except (TimeoutError, ClientDisconnect):
            raise RequestRefused(BAD) from None
        finally:
            self._shared -= taken
        return body if keep else None


def _declared(request: Request) -> int:
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdigit() else 0
