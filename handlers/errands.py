"""Work that takes longer than a request may: a few at a time, and once for all who ask for the same meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

_AT_ONCE = 2


class Errands(Generic[T]):
    """Runs errands beside the requests, in threads of their own, so that no request waits for a thread."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="errand")
        self._under_way: dict[Hashable, Future[T]] = {}
        self._lock = Lock()

    def __call__(self, key: Hashable, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Have `done` told what `work` returns, or what comes of the same errand (`key`) that is under way already.

        `work` must not raise.
        """
        with self._lock:
            errand = self._under_way.get(key)
            if errand is None:
                errand = self._under_way[key] = self._pool.submit(self._run, key, work)
        errand.add_done_callback(lambda finished: done(finished.result()))

    def _run(self, key: Hashable, work: Callable[[], T]) -> T:
        try:
            return work()
        finally:
            with self._lock:
                del self._under_way[key]
