"""A clock that several processes go by, and that a test moves."""

from __future__ import annotations

import struct
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

_FORM = struct.Struct("ddd")  # the moment at which it began, by itself and by the system's clock, and its speed


@dataclass(frozen=True)
class SharedClock:
    """Tells the time (aware UTC) from a file: whoever opens the same file goes by the same time."""

    path: Path

    def set(self, start: datetime, speed: float) -> None:
        """Let it begin at a moment, and run so many times as fast as the system's."""
        self._write(start.timestamp(), time.time(), speed)

    def __call__(self) -> datetime:
        start, began, speed = _FORM.unpack(self.path.read_bytes())
        return datetime.fromtimestamp(start + (time.time() - began) * speed, UTC)

    def move(self, span: timedelta) -> None:
        """Let everybody's time go on by so much at once."""
        start, began, speed = _FORM.unpack(self.path.read_bytes())
        self._write(start + span.total_seconds(), began, speed)

    def _write(self, *values: float) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_bytes(_FORM.pack(*values))
        fresh.replace(self.path)
