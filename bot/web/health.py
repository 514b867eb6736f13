"""How Tend fares: whether it lives, whether it can work, and what it counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import anyio
from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.tend import Tend
from bot.web import figures
from storage import health
from storage.migrate import current, newest

LATEST_TICK = timedelta(minutes=3)  # a tick is due every minute
LATEST_RING = timedelta(hours=1)
LATEST_MESSAGE = timedelta(hours=1)
LOOKED_AT_S = 1.0  # who asks again within this time hears the same: anybody may ask, and an answer takes a write
PATIENCE_S = 3.0

T = TypeVar("T")


@dataclass(frozen=True)
class _Waits:
    """Since when (aware UTC) the oldest of each sort has been due; None: there is none."""

    clock: datetime | None = None
    message: datetime | None = None
    untaken: datetime | None = None  # of the messages, the one that nobody has tried


class Health:
    """`/healthz`, `/readyz` and `/metrics`. `last_tick`: when the bot last did something by itself (aware UTC)."""

    def __init__(self, tend: Tend, last_tick: Callable[[], datetime | None]) -> None:
        self._tend = tend
        self._last_tick = last_tick
        self._turn = anyio.Lock()
        self._looked_at = float("-inf")
        self._found: dict[str, Any] = {}

    def routes(self) -> list[Route]:
        """What can be asked."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.counted),
        ]

    async def alive(self, _request: Request) -> Response:
        """This process answers."""
        return PlainTextResponse("alive")

    async def ready(self, _request: Request) -> Response:
        """200 when Tend can work, 503 when not; says what is wrong."""
        async with self._turn:
            if time.monotonic() - self._looked_at > LOOKED_AT_S:
                nothing = {"wrong": {"database": f"no answer within {PATIENCE_S:g} s"}}
                self._found = await _in_time(self._look, nothing)
                self._looked_at = time.monotonic()
        return JSONResponse(self._found, 503 if self._found["wrong"] else 200)

    async def counted(self, _request: Request) -> Response:
        """Counts and gauges, as Prometheus reads them."""
        page = await _in_time(lambda: figures.page(self._tend.store, self._tend.now(), self._last_tick()), None)
        return Response(page or figures.counts(), media_type=CONTENT_TYPE_LATEST)

    def _look(self) -> dict[str, Any]:
        now, ticked = self._tend.now(), self._last_tick()
        wrong: dict[str, str] = {}
        waits = _Waits()
        try:
            wrong, waits = self._database(now)
        except SQLAlchemyError as error:
            wrong = {"database": f"cannot be used ({type(error).__name__})"}
        if ticked is None or now - ticked > LATEST_TICK:
            wrong["tick"] = "none yet" if ticked is None else f"the last one was {_age(ticked, now)} s ago"
        if waits.clock is not None and now - waits.clock > LATEST_RING:
            wrong["clocks"] = f"one rang {_age(waits.clock, now)} s ago and was not looked at"
        if waits.untaken is not None and now - waits.untaken > LATEST_MESSAGE:
            wrong["messages"] = f"one has been due for {_age(waits.untaken, now)} s, and nobody tried to send it"
        ages = {"last_tick_s": ticked, "oldest_clock_s": waits.clock, "oldest_message_s": waits.message}
        return {"wrong": wrong, **{name: _age(since, now) for name, since in ages.items()}}

    def _database(self, now: datetime) -> tuple[dict[str, str], _Waits]:
        store = self._tend.store
        at = current(store)
        if at != newest():
            return {"migrations": f"the database is at {at}, this release needs {newest()}"}, _Waits()
        with store.write() as session:
            health.beat(session, now)
            messages = health.waiting(session, now).since, health.oldest_untaken(session, now)
            return {}, _Waits(health.oldest_ring(session, now), *messages)


async def _in_time(work: Callable[[], T], otherwise: T) -> T:
    with anyio.move_on_after(PATIENCE_S):
        return await to_thread.run_sync(work, abandon_on_cancel=True)
    return otherwise


def _age(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else round((now - since).total_seconds())
