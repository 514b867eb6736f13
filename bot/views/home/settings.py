"""What is set, in brief."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from slackblocks import Block

from bot.views import kit, mrkdwn
from bot.views.preferences import UNMUTE


@dataclass(frozen=True, slots=True)
class Brief:
    """What concerns the reader most. `hour`: when they hear of theirs; `muted_until`: the last day that is quiet."""

    channel_id: str | None
    hour: int
    budget: int
    lead_id: str | None
    today: date
    away_from: date | None = None
    away_until: date | None = None
    muted_until: date | None = None

    def blocks(self) -> list[Block]:
        """The section. Its button stands with the others at the end of the page."""
        parts = [
            f"Warnings go to {mrkdwn.channel(self.channel_id) if self.channel_id else 'no channel yet'}",
            f"you hear of yours at {self.hour}:00 on working days, at most {self.budget} a day",
            f"your lead is {mrkdwn.person(self.lead_id)}" if self.lead_id else "you have no lead yet",
            self._away(),
            self._muted(),
        ]
        change = mrkdwn.code("/client settings")
        return [kit.header("Settings"), kit.section(f"{' · '.join(filter(None, parts))}. All of them: {change}")]

    def _away(self) -> str:
        if self.away_from is None or self.away_until is None or not self._is_ahead(self.away_until):
            return ""
        return f"you are away {mrkdwn.day(self.away_from, self.today)} to {mrkdwn.day(self.away_until, self.today)}"

    def _muted(self) -> str:
        if self.muted_until is None or not self._is_ahead(self.muted_until):
            return ""
        return f"muted until {mrkdwn.day(self.muted_until, self.today)} (sooner: {mrkdwn.code(UNMUTE)})"

    def _is_ahead(self, day: date) -> bool:
        return day >= self.today
