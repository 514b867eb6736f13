"""One request of one person of ours, admitted by the guard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.tend import Tend
from bot.work.deed import Deed
from bot.worktime import UTC_ZONE
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

    @property
    def zone(self) -> tzinfo:
        """The person's own time zone, as Slack knows it."""
        try:
            return ZoneInfo(self.person.tz)
        except (ZoneInfoNotFoundError, ValueError):
            return UTC_ZONE

    @property
    def today(self) -> date:
        """Today where the person is."""
        return self.now.astimezone(self.zone).date()

    def deed(self, part: str = "") -> Deed:
        """What the functions of `bot.work` are told. `part` tells apart the deeds of a request that does several."""
        return Deed(self.team_id, self.person.id, self.now, f"{self.request_id}{part}")

    def typing(self, line: str, chosen: str | None = None) -> Visit:
        """The same visit as if this line had been typed, about this account."""
        return replace(self, line=line, chosen=chosen)
