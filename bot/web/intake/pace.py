"""How fast one key may go on in one process: so many requests at once, and so many more each minute."""

from __future__ import annotations

import math

AT_ONCE = 60
A_MINUTE = 60


class Pace:
    """A bucket for each key; `now` is in seconds, from any beginning. Full ones are forgotten."""

    def __init__(self, at_once: int = AT_ONCE, a_minute: int = A_MINUTE) -> None:
        self._most = float(at_once)
        self._per_second = a_minute / 60
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, key: str, now: float) -> int:
        """Whole seconds until this key may ask; 0: it may now, and has."""
        left, since = self._left.get(key, (self._most, now))
        left = min(self._most, left + (now - since) * self._per_second)
        if left < 1:
            return math.ceil((1 - left) / self._per_second)
        self._forget_full(now)
        self._left[key] = left - 1, now
        return 0

    def _forget_full(self, now: float) -> None:
        full = [
            key for key, (left, since) in self._left.items() if left + (now - since) * self._per_second >= self._most
        ]
        for key in full:
            del self._left[key]
