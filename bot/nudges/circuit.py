"""Lets a workspace rest that Slack does not serve: calls that go wrong one after the other help nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.nudges.slack import Fate, Trouble

MOST_FAILURES = 5  # in a row, until a workspace rests
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)
_DOUBLINGS = 5  # beyond these the longest rest is reached anyway


@dataclass
class _Line:
    failures: int = 0
    until: datetime | None = None


@dataclass
class Circuit:
    """How the way to Slack has been of late, for each workspace, in this process. Instants are aware UTC.

    After some failures in a row a workspace rests. After that, one message tries the way: when it fails as well, the
    next rest is twice as long; when it gets through, everything goes on as before.
    """

    _lines: dict[str, _Line] = field(default_factory=dict)

    def well(self, team_id: str) -> None:
        """Slack answered, if only with a no."""
        self._lines.pop(team_id, None)

    def failed(self, team_id: str, now: datetime) -> None:
        """Slack did not answer, or not sensibly."""
        line = self._lines.setdefault(team_id, _Line())
        line.failures += 1
        beyond = line.failures - MOST_FAILURES
        if beyond >= 0:
            line.until = now + min(LONGEST_REST, FIRST_REST * 2 ** min(beyond, _DOUBLINGS))

    def rest(self, team_id: str, until: datetime) -> None:
        """Leave a workspace alone until a moment."""
        self._lines.setdefault(team_id, _Line()).until = until

    def check(self, team_id: str, now: datetime) -> None:
        """Raises `Trouble` while a workspace rests."""
        line = self._lines.get(team_id)
        if line is not None and line.until is not None and line.until > now:
            raise Trouble("resting", Fate.LIMITED, line.until - now)

    def resting(self, now: datetime) -> list[str]:
        """The workspaces that rest."""
        return [team_id for team_id, line in self._lines.items() if line.until is not None and line.until > now]
