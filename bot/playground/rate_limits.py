"""Slack's rate limits, as token buckets on the real clock."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

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
    filled_at: float


class RateLimits:
    """Counts calls. `enabled=False` lets everything through."""

    def __init__(self, enabled: bool = True) -> None:
        self.enabled = enabled
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
        now = time.monotonic()
        bucket = self._buckets.setdefault(key, _Bucket(at_once, now))
        bucket.tokens = min(at_once, bucket.tokens + (now - bucket.filled_at) * per_second)
        bucket.filled_at = now
        if bucket.tokens < 1:
            return math.ceil((1 - bucket.tokens) / per_second)
        bucket.tokens -= 1
        return 0
