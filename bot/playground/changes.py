"""Tells whoever waits that something changed: tests by a condition, pages by a stream."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

Listener = Callable[[dict[str, Any]], None]


class Changes:
    """Every change of state is announced here once, from whichever thread made it."""

    def __init__(self) -> None:
        self._something = threading.Condition()
        self._listeners: list[Listener] = []

    def announce(self, kind: str, **what: Any) -> None:
        """Wake everyone who waits and tell the listeners."""
        with self._something:
            listeners = list(self._listeners)
            self._something.notify_all()
        for listener in listeners:
            listener({"kind": kind, **what})

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every change, on the thread that made it; returns what ends that."""
        with self._something:
            self._listeners.append(listener)

        def stop() -> None:
            with self._something:
                self._listeners.remove(listener)

        return stop

    def until(self, holds: Callable[[], Any], seconds: float) -> bool:
        """Wait until `holds()` is true, looking again at each change; false when the time is over."""
        deadline = time.monotonic() + seconds
        with self._something:
            while not holds():
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._something.wait(min(left, 0.05))
        return True
