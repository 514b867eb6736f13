"""Keeps other sites' pages away from the stand-in."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES = ("127.0.0.1", "localhost")


class LocalOnly:
    """Refuses a Host that is not this machine (DNS rebinding) and an Origin that is not this server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        origin = headers.get("origin")
        if host.partition(":")[0] in _NAMES and origin in (None, f"http://{host}"):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refusal = JSONResponse({"error": "forbidden", "message": "Only pages of this server may ask."}, 403)
            await refusal(scope, receive, send)
