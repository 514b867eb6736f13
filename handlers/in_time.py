"""Slack waits three seconds for an acknowledgement. Here is the one place that minds it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import TypeVar

from bot.in_flight import InFlight

T = TypeVar("T")

LIMIT_S = 2.0
SHORT_S = 0.25  # what nothing keeps waiting is done by then
_WORKERS = 8


class InTime:
    """Runs work beside the listener and waits for it, but not longer than Slack's patience allows.

    While something that came before is late, nothing new is waited for: listeners are few, and those requests that
    wait for one have used up some of Slack's patience already.
    """

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="request")
        self._late = InFlight()

    def __call__(self, work: Callable[[], T], late: Callable[[T], None]) -> T | None:
        """Return what `work` returns; None when it takes too long, and then `late` is given it once it is there.

        `work` must not raise.
        """
        future: Future[T] = self._pool.submit(copy_context().run, work)
        done, _ = wait([future], timeout=min(SHORT_S, self._limit_s) if self._late else self._limit_s)
        if done:
            return future.result()
        self._late.begin()
        request = copy_context()
        future.add_done_callback(lambda finished: request.run(self._hand_over, finished, late))
        return None

    def close(self, within_s: float) -> bool:
        """Wait for what was late, but not longer; whether all of it was handed over. For when nobody asks any more."""
        self._pool.shutdown(wait=False)
        return self._late.none_within(within_s)

    def _hand_over(self, finished: Future[T], late: Callable[[T], None]) -> None:
        try:
            late(finished.result())
        finally:
            self._late.end()
