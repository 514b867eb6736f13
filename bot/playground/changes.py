"""Tells whoever waits that something changed: tests by a condition, pages by a stream."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

_LOOK_AGAIN_S = 0.05  # for what nobody announces

Listener = Callable[[dict[str, Any]], None]


class Changes:
    """Every change of state is announced here once, from whichever thread made it."""

    def __init__(self) -> None:
        self._something = threading.Condition()
        self._listeners: list[Listener] = []
        self._count = 0

    def announce(self, kind: str, **what: Any) -> None:
        """Wake everyone who waits and tell the listeners."""
        with self._something:
            listeners = list(self._listeners)
            self._count += 1
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
        while True:
            before = self._count
            if holds():  # asked without the condition's lock: it may want a lock that an announcer holds
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            with self._something:
                if self._count == before:
                    self._something.wait(min(left, _LOOK_AGAIN_S))
