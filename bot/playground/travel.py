"""Travelling in time, one journey after the other, with progress for the page."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any

from bot.playground.core import Core
from bot.playground.errors import NotPossible
from bot.playground.page_json import instant

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.2
Traveller = Callable[[float], None]


class Travel:
    """Calls whoever has a time machine with the hours to go, in a thread, and tells how far the clock has come."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._journey: asyncio.Task[None] | None = None

    def begin(self, hours: float, traveller: Traveller | None) -> None:
        """Set out (on the server's event loop). Raises `NotPossible`."""
        if traveller is None:
            raise NotPossible("no_time_machine", "there is no time machine here")
        if self._journey is not None and not self._journey.done():
            raise NotPossible("already_travelling", "the last journey is still under way")
        if not 0 < hours <= 24 * 366:
            raise NotPossible("bad_hours", "a journey takes more than nothing and at most a year")
        self._journey = asyncio.get_running_loop().create_task(self._go(hours, traveller))

    async def _go(self, hours: float, traveller: Traveller) -> None:
        began = self._core.now()
        self._tell("started", hours, began)
        ride = asyncio.wrap_future(_ride(hours, traveller))
        try:
            while not (await asyncio.wait([ride], timeout=_LOOK_EVERY_S))[0]:
                self._tell("moving", hours, began)
            ride.result()
        except Exception as error:  # the traveller's own, whatever it is: the page says it, the log keeps it
            log.exception("the journey failed")
            self._tell("failed", hours, began, f"{type(error).__name__}: {error}")
        else:
            self._tell("done", hours, began, share=1.0)

    def _tell(self, state: str, hours: float, began: datetime, message: str | None = None, **more: Any) -> None:
        now = self._core.now()
        share = min(1.0, (now - began) / timedelta(hours=hours))
        told = {
            "state": state,
            "hours": hours,
            "share": round(share, 3),
            "now": instant(now),
            "message": message,
            **more,
        }
        self._core.changes.announce("travel", **told)


def _ride(hours: float, traveller: Traveller) -> Future[None]:
    """Travel in a thread that nobody has to wait for when everything stops."""
    ride: Future[None] = Future()

    def go() -> None:
        try:
            traveller(hours)
        except Exception as error:
            ride.set_exception(error)
        else:
            ride.set_result(None)

    threading.Thread(target=go, name="journey", daemon=True).start()
    return ride
