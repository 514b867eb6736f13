"""What is said of a list while it is being worked on: seldom enough for Slack, and for whoever looks."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from bot.workers import GoOn

EVERY_S = 3.0


class Progress:
    """Is told how many rows were handled; tells of it every few seconds, and breaks off when it has to."""

    def __init__(self, tell: Callable[[int], None], go_on: GoOn, clock: Callable[[], float] = monotonic) -> None:
        self._tell = tell
        self._go_on = go_on
        self._clock = clock
        self._told_at = clock()

    def __call__(self, handled: int) -> None:
        """So many rows were handled so far. Raises `Stopped`."""
        self._go_on()
        if self._clock() - self._told_at >= EVERY_S:
            self._told_at = self._clock()
            self._tell(handled)
