"""How fast we may speak: what Slack told us to wait, and a second between posts in one channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.nudges.slack import Fate, Trouble

POST = "chat.postMessage"
UPDATE = "chat.update"
HISTORY = "conversations.history"
PERSON = "users.info"
OPEN = "conversations.open"
CHANNEL = "conversations.info"

BREATH = timedelta(seconds=1)  # between two posts in one channel


@dataclass
class Brakes:
    """This process's memory of when it may call which method in which workspace again. Instants are aware UTC."""

    _until: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _posted_at: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def wait(self, method: str, team_id: str, until: datetime) -> None:
        """Slack told us not to call a method in a workspace until a moment."""
        self._until[method, team_id] = max(until, self._until.get((method, team_id), until))

    def check(self, method: str, team_id: str, now: datetime) -> None:
        """Raises `Trouble` while a method may not be called in a workspace."""
        until = self._until.get((method, team_id), now)
        if until > now:
            raise Trouble("ratelimited", Fate.LIMITED, until - now)

    def waiting(self, method: str, now: datetime) -> list[str]:
        """The workspaces in which a method may not be called now."""
        self._until = {key: until for key, until in self._until.items() if until > now}
        return [team_id for called, team_id in self._until if called == method]

    def posts(self, team_id: str, recipient: str, now: datetime) -> datetime | None:
        """When this recipient may be told something more; None: now, and that is noted."""
        self._posted_at = {key: at for key, at in self._posted_at.items() if timedelta() <= now - at < BREATH}
        last = self._posted_at.get((team_id, recipient))
        if last is not None:
            return last + BREATH
        self._posted_at[team_id, recipient] = now
        return None

    def posted(self, team_id: str, recipient: str, now: datetime) -> None:
        """They were told just now: getting there took a while."""
        self._posted_at[team_id, recipient] = now
