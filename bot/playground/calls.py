"""A record of every call to the Web API."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Call:
    """One call: when (the stand-in's clock), with which arguments, and the answer; None: nothing reached the caller."""

    method: str
    at: datetime
    args: dict[str, Any]
    answer: dict[str, Any] | None = None
    status: int | None = None
    fault: str | None = field(default=None)

    @property
    def ok(self) -> bool:
        """Whether it was done and the caller was told so."""
        return self.answer is not None and self.answer.get("ok") is True


class Calls:
    """All calls, oldest first."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._lock = threading.Lock()

    def note(self, call: Call) -> Call:
        """Keep a call; its answer is filled in later."""
        with self._lock:
            self._calls.append(call)
        return call

    def of(self, method: str | None = None) -> list[Call]:
        """The calls of one method, or all."""
        with self._lock:
            return [call for call in self._calls if method in (None, call.method)]

    def clear(self) -> None:
        """Forget what was called so far."""
        with self._lock:
            self._calls.clear()
