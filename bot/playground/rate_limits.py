"""Slack's rate limits, as token buckets on the stand-in's clock."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.playground.time_machine import utc_now

POSTS_PER_SECOND = 1.0
POSTS_AT_ONCE = 3
POSTING = frozenset({"chat.postMessage"})

_TIER_2, _TIER_3, _TIER_4 = 20, 50, 100
_PER_MINUTE = {
    "users.list": _TIER_2,
    "conversations.list": _TIER_2,
    "conversations.info": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "conversations.join": _TIER_3,
    "conversations.open": _TIER_3,
    "users.lookupByEmail": _TIER_3,
    "chat.update": _TIER_3,
    "chat.delete": _TIER_3,
}


@dataclass
class _Bucket:
    tokens: float
    filled_at: datetime


class RateLimits:
    """Counts calls. `enabled=False` lets everything through; `now` is aware UTC, and buckets fill while it travels."""

    def __init__(self, enabled: bool = True, now: Callable[[], datetime] = utc_now) -> None:
        self.enabled = enabled
        self._now = now
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def wait_for_method(self, method: str) -> int:
        """Seconds to wait before this method may be called; 0: it may, and was counted.

        A tier is what Slack promises at least; twice as much is let through at once, as Slack does.
        """
        per_minute = _PER_MINUTE.get(method, _TIER_4)
        return self._take((method, ""), per_minute / 60, 2 * per_minute)

    def wait_for_channel(self, method: str, channel_id: str) -> int:
        """Seconds to wait before this channel takes another message; 0: it does, and was counted."""
        return self._take((method, channel_id), POSTS_PER_SECOND, POSTS_AT_ONCE)

    def _take(self, key: tuple[str, str], per_second: float, at_once: int) -> int:
        if not self.enabled:
            return 0
        now = self._now()
        bucket = self._buckets.setdefault(key, _Bucket(at_once, now))
        waited = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.tokens = min(at_once, bucket.tokens + waited * per_second)
        bucket.filled_at = now
        if bucket.tokens < 1:
            return math.ceil((1 - bucket.tokens) / per_second)
        bucket.tokens -= 1
        return 0
