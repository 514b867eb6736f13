"""Who looks at a Home tab, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.worktime import zone
from storage.tables import Person


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person of ours at a moment (aware UTC)."""

    team_id: str
    person: Person
    now: datetime

    @property
    def zone(self) -> tzinfo:
        """Their own time zone."""
        return zone(self.person.tz)

    @property
    def today(self) -> date:
        """Today where they are."""
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """The day of a moment where they are."""
        return moment.astimezone(self.zone).date()
