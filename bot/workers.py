"""Long work beside the requests and the tick, whoever asks for it; it is told when it has to stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Event

from bot.in_flight import InFlight

_AT_ONCE = 2

GoOn = Callable[[], None]


class Stopped(Exception):
    """The process ends: what is not finished is to be begun again by whoever comes next."""


class Workers:
    """A few threads for work that asks again and again whether it may go on."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="worker")
        self._under_way = InFlight()
        self._stop = Event()

    def begin(self, work: Callable[[GoOn], None]) -> None:
        """Have `work` done, unless all is to stop.

        It is given a function to call again and again, which raises `Stopped`; `work` itself must not raise.
        """
        if self._under_way.begin():
            self._pool.submit(copy_context().run, self._run, work)

    def rest(self, within_s: float) -> bool:
        """Wait until nothing is under way, but not longer; whether nothing is."""
        return self._under_way.none_within(within_s)

    def close(self, within_s: float) -> bool:
        """Begin nothing more and stop what is under way; whether it stopped within the time."""
        self._under_way.close()
        self._stop.set()
        return self.rest(within_s)

    def _run(self, work: Callable[[GoOn], None]) -> None:
        try:
            work(self._go_on)
        finally:
            self._under_way.end()

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise Stopped
