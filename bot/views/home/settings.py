"""What is set, in brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.preferences import NONE, Event, Frequency, Preferences
from bot.views import kit, mrkdwn
from bot.views.preferences import UNMUTE, exceptions

_RULES = 3  # named one by one


@dataclass(frozen=True, slots=True)
class Brief:
    """What concerns the reader most. `hour`: when they hear of theirs; `asked`: what they chose for themselves."""

    channel_id: str | None
    hour: int
    budget: int
    lead_id: str | None
    today: date
    away_from: date | None = None
    away_until: date | None = None
    asked: Preferences = NONE

    def blocks(self) -> list[Block]:
        """The section. Its button stands with the others at the end of the page."""
        parts = [
            f"Warnings go to {mrkdwn.channel(self.channel_id) if self.channel_id else 'no channel yet'}",
            self._hears(),
            f"your lead is {mrkdwn.person(self.lead_id)}" if self.lead_id else "you have no lead yet",
            self._away(),
            self._muted(),
        ]
        change = mrkdwn.code("/client settings")
        return [kit.header("Settings"), kit.section(f"{' · '.join(filter(None, parts))}. All of them: {change}")]

    def _hears(self) -> str:
        how = {
            Frequency.DAILY: f"at {self.hour}:00 on working days, at most {self.budget} a day",
            Frequency.WEEKLY: f"at {self.hour}:00 on the first working day of a week, at most {self.budget} at once",
            Frequency.HOME: "here on your Home alone",
        }
        often = self.asked.how_often(Event.NUDGES)
        hears = f"you hear of yours {how[often]}" if often in how else "others hear of yours in your place"
        return f"{hears}, but of {but}" if (but := exceptions(self.asked, _RULES)) else hears

    def _away(self) -> str:
        if self.away_from is None or self.away_until is None or not self._is_ahead(self.away_until):
            return ""
        return f"you are away {mrkdwn.day(self.away_from, self.today)} to {mrkdwn.day(self.away_until, self.today)}"

    def _muted(self) -> str:
        until = self.asked.muted_until
        if until is None or not self._is_ahead(until):
            return ""
        return f"muted until {mrkdwn.day(until, self.today)} (sooner: {mrkdwn.code(UNMUTE)})"

    def _is_ahead(self, day: date) -> bool:
        return day >= self.today
