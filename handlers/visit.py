"""One request of one person of ours, admitted by the guard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo

from bot.tend import Tend
from bot.views.choices import Typed
from bot.work.deed import Deed
from bot.worktime import zone
from handlers.tokens import decode
from storage.tables import Person


@dataclass(frozen=True)
class Visit:
    """Who asks, where and when. `chosen` is the account that they picked for what they had typed."""

    tend: Tend
    team_id: str
    person: Person
    now: datetime  # aware UTC
    request_id: str
    channel_id: str | None = None
    trigger_id: str = ""
    response_url: str = ""
    command: str = ""
    line: str = ""  # what was typed after the command
    chosen: str | None = None
    part: str = ""  # tells apart the deeds of a request that does several

    @property
    def zone(self) -> tzinfo:
        """The person's own time zone, as Slack knows it."""
        return zone(self.person.tz)

    @property
    def today(self) -> date:
        """Today where the person is."""
        return self.now.astimezone(self.zone).date()

    @property
    def typed(self) -> Typed:
        """What they typed, to carry on with and to show."""
        return Typed(self.command, self.line, decode(self.line))

    def moment_of(self, day: date) -> datetime:
        """The instant (UTC) that a day of theirs stands for: noon, or now while today's noon is still to come."""
        noon = datetime.combine(day, time(12), self.zone).astimezone(UTC)
        return min(noon, self.now) if day == self.today else noon

    def deed(self) -> Deed:
        """What the functions of `bot.work` are told."""
        return Deed(self.team_id, self.person.id, self.now, f"{self.request_id}{self.part}")

    def typing(self, command: str, line: str, chosen: str | None = None) -> Visit:
        """The same visit as if this had been typed, about this account."""
        return replace(self, command=command, line=line, chosen=chosen)
