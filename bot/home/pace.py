"""How fast Home tabs may be published, and that two for one person come one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

_MINUTE = timedelta(minutes=1)
BY_ITSELF = 60  # a minute and workspace: Slack takes 100, and who opens theirs or presses a button goes first
_LOCKS = 64


@dataclass
class Pace:
    """This process's memory of what it published lately in which workspace. Instants are aware UTC."""

    _published: dict[str, deque[datetime]] = field(default_factory=dict)
    _until: dict[str, datetime] = field(default_factory=dict)
    _turns: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(_LOCKS)))

    @contextmanager
    def turn(self, team_id: str, person_id: str) -> Iterator[None]:
        """Nobody else reads and publishes this person's Home meanwhile: what was read later is shown later."""
        with self._turns[hash((team_id, person_id)) % _LOCKS]:
            yield

    def wait(self, team_id: str, until: datetime) -> None:
        """Slack told us to publish nothing in a workspace until a moment."""
        self._until[team_id] = max(until, self._until.get(team_id, until))

    def published(self, team_id: str, now: datetime) -> None:
        """One was published just now."""
        self._published.setdefault(team_id, deque()).append(now)

    def free_at(self, team_id: str, now: datetime) -> datetime:
        """When one more may be published that nobody asked for; `now`: at once."""
        lately = self._published.get(team_id, deque())
        while lately and not timedelta() <= now - lately[0] < _MINUTE:
            lately.popleft()
        full = lately[0] + _MINUTE if len(lately) >= BY_ITSELF else now
        return max(now, full, self._until.get(team_id, now))
