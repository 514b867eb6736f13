"""Trigger ids: what a person's act lets the app do once, within three seconds."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from bot.playground.errors import SlackError

LIVES_S = 3.0


@dataclass
class _Trigger:
    user_id: str
    made_at: float
    used: bool = False


class Triggers:
    """Hands out trigger ids and takes each back once."""

    def __init__(self, lives_s: float = LIVES_S) -> None:
        self._lives_s = lives_s
        self._triggers: dict[str, _Trigger] = {}

    def issue(self, user_id: str) -> str:
        """A new trigger id for what this person just did."""
        trigger_id = f"{uuid.uuid4().int % 10**13}.{uuid.uuid4().int % 10**12}.{uuid.uuid4().hex}"
        self._triggers[trigger_id] = _Trigger(user_id, time.monotonic())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The person behind a trigger id, which is used up. Raises `SlackError` when it is unknown, used or old."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.made_at > self._lives_s:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user_id
