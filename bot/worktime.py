"""Working days, days that do not count, quiet hours, each person's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Calendar:
    """Which days work and which count, in one time zone.

    `working_days`: Monday is 0. `days_off`: our holidays. `closures`: the client's, both ends included. Days off and
    closures do not count towards a silence; weekends do, but nothing becomes due on one: it waits for a working day.
    """

    zone: tzinfo = UTC_ZONE
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    days_off: frozenset[date] = frozenset()
    closures: tuple[tuple[date, date], ...] = ()

    def day(self, moment: datetime) -> date:
        """The local date of an aware moment."""
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The first moment (UTC) after a local day."""
        return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC_ZONE)
