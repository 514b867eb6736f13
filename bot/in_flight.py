"""What is under way, so that a process that ends can let nothing more in and wait for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class InFlight:
    """Counts what is under way, from any thread."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._count = 0
        self._closed = False

    def __bool__(self) -> bool:
        """Whether anything is under way."""
        return self._count > 0

    def begin(self) -> bool:
        """Something begins; False, and it must not, once this is closed. Each that begins is to `end`."""
        with self._changed:
            if not self._closed:
                self._count += 1
            return not self._closed

    def end(self) -> None:
        """Something that had begun is over."""
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    @contextmanager
    def under_way(self) -> Iterator[bool]:
        """Whether the block may do its work; it counts while it lasts."""
        begun = self.begin()
        try:
            yield begun
        finally:
            if begun:
                self.end()

    def close(self) -> None:
        """Let nothing more begin."""
        with self._changed:
            self._closed = True

    def none_within(self, seconds: float) -> bool:
        """Wait until nothing is under way, but not longer; whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._count, seconds)
