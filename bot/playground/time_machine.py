"""A clock that can be sent ahead."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """The real time, aware UTC."""
    return datetime.now(UTC)


class TimeMachine:
    """Runs like the real clock, ahead of it by what was travelled."""

    def __init__(self, real: Callable[[], datetime] = utc_now) -> None:
        self._real = real
        self._offset = timedelta()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The moment it is here, aware UTC."""
        with self._lock:
            return self._real() + self._offset

    def advance(self, by: timedelta) -> datetime:
        """Travel ahead and return the new moment. Raises `ValueError` on the way back: nothing here can unhappen."""
        if by < timedelta():
            raise ValueError("time only runs ahead")
        with self._lock:
            self._offset += by
        return self.now()
