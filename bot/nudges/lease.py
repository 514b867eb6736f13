"""How long what was claimed is ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.client import TIMEOUT_S

LEASE = timedelta(seconds=60)
LONGEST_CALL = timedelta(seconds=TIMEOUT_S + 5)


@dataclass(frozen=True)
class Lease:
    """A claim on messages until `LEASE` after `since`; `now` tells the time, aware UTC.

    `stopping`: whether this process is about to end, and begins nothing more.
    """

    since: datetime
    now: Callable[[], datetime]
    stopping: Callable[[], bool] = lambda: False

    def holds(self) -> bool:
        """Whether there is time left for one more call to Slack."""
        return not self.stopping() and self.now() + LONGEST_CALL < self.since + LEASE
