"""A person of ours as the plan sees them: when they are there, and how often they want to hear of what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.nudges import words
from bot.policy import Policy
from bot.preferences import NONE, Event, Frequency, Preferences
from bot.worktime import Calendar


@dataclass(frozen=True)
class Hearer:
    """A person of ours, and what they asked for. `away_from` and `away_until`: first and last day of an absence."""

    id: str
    name: str
    calendar: Calendar
    is_here: bool = True
    away_from: date | None = None
    away_until: date | None = None
    preferences: Preferences = NONE

    def absence(self, day: date) -> str:
        """Why they hear nothing on a local day; empty when they do."""
        if not self.is_here:
            return words.gone(self.name)
        if self.preferences.muted_until is not None and self.preferences.is_muted(day):
            return words.muted(self.name, self.preferences.muted_until, day)
        if self.away_from is None and self.away_until is None:
            return ""
        begun = self.away_from is None or self.away_from <= day
        over = self.away_until is not None and self.away_until < day
        return words.away(self.name, self.away_until, day) if begun and not over else ""

    def leaves_at(self, now: datetime) -> datetime | None:
        """When an absence that is still to come begins."""
        begins = self.calendar.start_of(self.away_from) if self.away_from else None
        return begins if begins and begins > now else None

    def hour(self, policy: Policy) -> int:
        """The hour of their day's message, where they are."""
        return policy.daily_hour if self.preferences.daily_hour is None else self.preferences.daily_hour

    def how_often(self, heard_as: str, rule: str) -> Frequency:
        """How often they hear what a rule says, as an owner, a backup or a lead."""
        return self.preferences.how_often(Event.LEAD if heard_as == "lead" else Event.NUDGES, rule)
