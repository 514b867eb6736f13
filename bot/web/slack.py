"""Slack's requests over HTTP: commands, interactions and events, all at one address, with a guard in front."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from anyio import CapacityLimiter, to_thread
from slack_bolt import App, BoltRequest
from starlette.requests import Request
from starlette.responses import Response

from bot import metrics
from bot.bolt import named
from bot.web import payloads
from bot.web.bodies import Bodies
from bot.web.refused import BAD, NOT_SLACK, RequestRefused
from bot.web.signature import Claim

log = structlog.get_logger()

AT_ONCE = 4  # more threads fight for the interpreter's lock and serve fewer
ONCE = "once"  # in Bolt's context: Slack sends this request once; over HTTP it repeats events alone
_RETRY = "x-slack-retry-num"
_UNKNOWN = 404


class SlackRequests:
    """Lets in what Slack signed with `secret`, and has a Bolt app answer it. `now`: aware UTC."""

    def __init__(self, app: App, secret: str, now: Callable[[], datetime]) -> None:
        self._app = app
        self._secret = secret
        self._now = now
        self._bodies = Bodies()
        self._turns = CapacityLimiter(AT_ONCE)

    async def take(self, request: Request) -> Response:
        """Answer one request: 413 when it is too large, 401 when it is not Slack's, 400 when it makes no sense."""
        try:
            body = await self._genuine(request)
            payload = payloads.read(body, request.headers.get("content-type", ""))
            once = not (payload.get("type") == "event_callback" and _RETRY in request.headers)
            return await to_thread.run_sync(self._answer, payload, once, limiter=self._turns)
        except RequestRefused as refused:
            metrics.refused(refused.status)
            return refused.response()

    async def _genuine(self, request: Request) -> bytearray:
        claim = Claim.of(request.scope["headers"], self._now())
        if claim is None:
            await self._bodies.drop(request)
            raise RequestRefused(NOT_SLACK)
        body = await self._bodies.read(request)
        if not claim.holds(self._secret, body):
            raise RequestRefused(NOT_SLACK)
        return body

    def _answer(self, payload: dict[str, Any], once: bool) -> Response:
        """Have Bolt answer. It is told what was read here: it would itself lose a command that says "payload"."""
        told = BoltRequest(body=payload, mode="socket_mode", context={ONCE: once})
        with named(payload):
            try:
                answer = self._app.dispatch(told)
            except Exception:
                log.exception("request.not_understood", type=payload.get("type"))
                raise RequestRefused(BAD) from None
        if answer.status == _UNKNOWN:
            raise RequestRefused(BAD)
        return Response(answer.body, answer.status, answer.first_headers())
