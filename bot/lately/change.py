"""A change of the workspace's settings, at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.gather import policy_of
from bot.nudges.circles import office
from bot.policy import Policy
from bot.worktime import Calendar
from storage.tables import Workspace

MONTH, YEAR = timedelta(days=30), timedelta(days=365)


@dataclass(frozen=True)
class Change:
    """What is set before it and after it; `now` is aware UTC."""

    workspace: Workspace
    before: Policy
    after: Policy
    now: datetime

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.team_id

    @property
    def office(self) -> Calendar:
        """The workspace's calendar."""
        return office(self.workspace, policy_of(self.workspace))
