"""Work that takes longer than a request may: a few at a time, and once for all who ask for the same meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from bot.in_flight import InFlight

T = TypeVar("T")

_AT_ONCE = 2
_LOOK_AGAIN_S = 0.1


class Errands(Generic[T]):
    """Runs errands beside the requests, in threads of their own, so that no request waits for a thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="errand")
        self._under_way: dict[Hashable, Future[T]] = {}
        self._lock = Lock()
        self._waiting = InFlight()
        self._dropped: Callable[[], T] | None = None

    def __call__(self, key: Hashable, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Have `done` told what `work` returns, or what comes of the same errand (`key`) that is under way already.

        `work` must not raise.
        """
        with self._lock:
            errand = self._under_way.get(key)
            if errand is None:
                errand = self._under_way[key] = self._pool.submit(copy_context().run, self._run, key, work)
        self._waiting.begin()
        request = copy_context()
        errand.add_done_callback(lambda finished: request.run(self._tell, finished, done))

    def rest(self, within_s: float) -> bool:
        """Wait until no errand is under way, but not longer; whether none is."""
        return self._waiting.none_within(within_s)

    def drop(self, dropped: T, break_off: Callable[[], None], within_s: float) -> bool:
        """Tell all who wait that their errand is `dropped`; whether they were told within the time.

        `break_off` makes the work under way end, and may be called again and again.
        """
        self._dropped = lambda: dropped
        until = monotonic() + within_s
        while not self._waiting.none_within(_LOOK_AGAIN_S):
            if monotonic() > until:
                return False
            break_off()
        return True

    def _tell(self, finished: Future[T], done: Callable[[T], None]) -> None:
        try:
            done(finished.result())
        finally:
            self._waiting.end()

    def _run(self, key: Hashable, work: Callable[[], T]) -> T:
        try:
            result = self._dropped() if self._dropped else work()
            return self._dropped() if self._dropped else result
        finally:
            with self._lock:
                del self._under_way[key]
