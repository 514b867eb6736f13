"""When digests come, and the slots that make each come once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.nudges.hearer import Hearer
from bot.policy import Policy
from bot.preferences import Frequency
from bot.worktime import Calendar

WEEK, MONTH = "digest", "report"  # what their slots begin with; of several that wait for one reader, the last is said
#: Which of them somebody hears who asked for them so often.
KINDS_OF: Mapping[Frequency, tuple[str, ...]] = {
    Frequency.WEEKLY: (WEEK, MONTH),
    Frequency.MONTHLY: (MONTH,),
    Frequency.NEVER: (),
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """The slot of a digest, and when (aware UTC) it is to be said."""

    slot: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """From one moment, left out, to another (both aware UTC)."""

    since: datetime
    until: datetime

    def last(self, calendar: Calendar, moment_of: Callable[[date], Moment | None], period: int) -> Moment | None:
        """The last of the moments that lie in it. A period has at least so many days."""
        day = calendar.day(self.until)
        found = filter(None, (moment_of(day - n * period * _DAY) for n in range(3)))
        return next((moment for moment in found if self.since < moment.at <= self.until), None)


@dataclass(frozen=True, slots=True)
class Mornings:
    """The mornings on which digests come to one reader: the first working days of the office's weeks and months."""

    office: Calendar
    reader: Calendar
    hour: int

    def week(self, day: date) -> Moment | None:
        """That of the week, from Monday on, in which a day lies; None where nobody works in it."""
        monday = day - day.weekday() * _DAY
        year, week, _ = monday.isocalendar()
        return self._first(monday, monday + 6 * _DAY, f"{WEEK}:{year}-W{week:02}")

    def month(self, day: date) -> Moment | None:
        """That of the month in which a day lies; None where nobody works in it."""
        first = day.replace(day=1)
        last = (first + 31 * _DAY).replace(day=1) - _DAY
        return self._first(first, last, f"{MONTH}:{first:%Y-%m}")

    def _first(self, first: date, last: date, slot: str) -> Moment | None:
        """The first day on or after the office's on which the reader works, while it is not over."""
        opens = self.office.day(self.office.opening(first))
        on = self.reader.day(self.reader.opening(opens))
        return Moment(slot, self.reader.at(on, self.hour)) if on <= last else None


def due(mornings: Mornings, window: Window, kinds: tuple[str, ...]) -> Iterator[Moment]:
    """The digests of some kinds whose moment lies in a window; only the last of each kind."""
    of = {WEEK: (mornings.week, 7), MONTH: (mornings.month, 28)}
    for kind in kinds:
        moment_of, period = of[kind]
        moment = window.last(mornings.reader, moment_of, period)
        if moment:
            yield moment


def when(reader: Hearer, policy: Policy, now: datetime) -> datetime | None:
    """When a person may be told a digest that is due: when they are there again; None: they are gone."""
    if not reader.is_here:
        return None
    hour, calendar = reader.hour(policy), reader.calendar
    in_hours = calendar.in_hours(now, (hour, max(policy.working_hours[1], hour + 1)))
    if in_hours and not reader.absence(calendar.day(now)):
        return now
    return calendar.next_morning(now + timedelta(minutes=1) if in_hours else now, hour)
