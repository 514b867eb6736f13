"""Working days, days that do not count, quiet hours, each person's own time.

Silence is counted in whole local days: a touch at any hour of 1 May is 14 days old on 15 May. So a level is always
reached at the start of a local day, and the number of days in a sentence always agrees with the level beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

UTC_ZONE = ZoneInfo("UTC")
_DAY, _NONE = timedelta(days=1), timedelta()
_LAST_HOUR = 23
_Span = tuple[date, date]
_Moments = tuple[datetime, datetime]


@dataclass(frozen=True)
class Calendar:
    """Which days work and which count, in one time zone.

    `working_days`: Monday is 0. `days_off`: our holidays. `closures`: the client's, or a person's absence, both ends
    included. Days off and closures do not count towards a silence; weekends do, but nothing becomes due on one: it
    waits for the start of a working day. Raises `ValueError` where no day works.
    """

    zone: tzinfo = UTC_ZONE
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    days_off: frozenset[date] = frozenset()
    closures: tuple[_Span, ...] = ()

    def __post_init__(self) -> None:
        if not set(self.working_days) & set(range(7)):
            raise ValueError("at least one day of the week must be a working day (Monday is 0)")

    def day(self, moment: datetime) -> date:
        """The local date of an aware moment."""
        return _local_day(self.zone, moment)

    def start_of(self, day: date) -> datetime:
        """The first moment (UTC) of a local day."""
        return _start(self.zone, day)

    def end_of(self, day: date) -> datetime:
        """The first moment (UTC) after a local day."""
        return self.start_of(day + _DAY)

    def at(self, day: date, hour: int) -> datetime:
        """The moment (UTC) when the clocks of a local day first show `hour`.

        Where they skip it in spring, it is as many minutes later as they skip; earlier, where that would be tomorrow.
        """
        return _at(self.zone, day, hour)

    def counts(self, day: date) -> bool:
        """Whether a day counts towards a silence: every day but days off and closures."""
        return self._gap_around(day) is None

    def works(self, day: date) -> bool:
        """Whether a local day is a working day."""
        return day.weekday() in self.working_days and self.counts(day)

    def begins_week(self, day: date) -> bool:
        """Whether a local day is the first working day of its week, which begins on Monday."""
        before = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
        return self.works(day) and not any(map(self.works, before))

    def opening(self, day: date) -> datetime:
        """The start (UTC) of the first working day on or after a local day."""
        known = self._openings.get(day)
        if known is None:
            known = self._openings[day] = self.start_of(self._first_working(day))
        return known

    def after(self, moment: datetime, days: int) -> datetime:
        """When `days` days have been counted after the local day of a moment: the start (UTC) of a working day."""
        since = self.day(moment)
        reached = since + timedelta(days=days)
        for first, last in self._gaps_after(since) if self._gaps else ():
            if first > reached:
                break
            reached += last - first + _DAY
        return self.opening(reached)

    def counted_days(self, since: datetime, now: datetime) -> int:
        """How many local days after `since`, up to that of `now`, count; 0 when `since` lies ahead."""
        if not self._gaps:
            return self.elapsed_days(since, now)
        until = self.day(now)
        gaps = takewhile(lambda gap: gap[0] <= until, self._gaps_after(self.day(since)))
        return self.elapsed_days(since, now) - sum((min(last, until) - first).days + 1 for first, last in gaps)

    def elapsed_days(self, since: datetime, now: datetime) -> int:
        """How many local days lie between two moments, those that do not count included; never negative."""
        return max(0, (self.day(now) - self.day(since)).days)

    def working_days_between(self, since: datetime, now: datetime) -> int:
        """How many working days began after the local day of `since`, up to that of `now`."""
        first, last = self.day(since), self.day(now)
        return sum(self.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def add_working_days(self, moment: datetime, days: int) -> datetime:
        """The start (UTC) of the working day that is `days` (at least 1) working days after a moment's local day."""
        day = self.day(moment)
        for _ in range(days):
            day = self.day(self.opening(day + _DAY))
        return self.start_of(day)

    def next_morning(self, now: datetime, hour: int) -> datetime:
        """The next moment (UTC), `now` included, when `hour` strikes on a working day.

        Asked again right after each answer, it gives one moment for every working day, whatever the clocks do.
        """
        today = self.day(now)
        if self.works(today) and self.at(today, hour) >= now:
            return self.at(today, hour)
        return self.at(self.day(self.opening(today + _DAY)), hour)

    def in_hours(self, now: datetime, hours: tuple[int, int]) -> bool:
        """Whether it is a working day and the local clock stands from the first hour on and before the second."""
        local = now.astimezone(self.zone)
        return self.works(local.date()) and hours[0] <= local.hour < hours[1]

    def working_time(self, since: datetime, now: datetime, hours: tuple[int, int]) -> timedelta:
        """How much time within the hours of working days lies between two moments; nothing when `since` lies ahead."""
        days = (self.day(now) - self.day(since)).days
        spans = (self._hours_of(self.day(since) + timedelta(days=ahead), hours) for ahead in range(days + 1))
        return sum((max(min(shut, now) - max(opens, since), _NONE) for opens, shut in spans), _NONE)

    def add_working_time(self, moment: datetime, length: timedelta, hours: tuple[int, int]) -> datetime:
        """When so much time within the hours (one at the least) of working days has gone by after a moment.

        That is while they are open, or as they close; for no time at all, the moment or the next opening.
        """
        left, day = length, self.day(moment)
        while True:
            opens, shut = self._hours_of(day, hours)
            from_then = max(opens, moment)
            if shut - from_then >= left and (left or from_then < shut):
                return from_then + left
            left -= max(shut - from_then, _NONE)
            day = self._first_working(day + _DAY)

    def _hours_of(self, day: date, hours: tuple[int, int]) -> _Moments:
        """When working hours begin and end (UTC) on a local day; at once, where it is no working day."""
        opens, closes = hours
        begin = self.at(day, opens)
        if not self.works(day):
            return begin, begin
        closes = max(closes, opens + 1)
        return begin, max(begin, self.end_of(day) if closes > _LAST_HOUR else self.at(day, closes))

    @cached_property
    def _gaps(self) -> tuple[_Span, ...]:
        """Days off and closures as spans in order, none touching another."""
        return tuple(_merged([*((day, day) for day in self.days_off), *self.closures]))

    @cached_property
    def _openings(self) -> dict[date, datetime]:
        return {}

    def _first_working(self, day: date) -> date:
        while not self.works(day):
            gap = self._gap_around(day)
            day = (gap[1] if gap else day) + _DAY
        return day

    def _gap_around(self, day: date) -> _Span | None:
        before = bisect_right(self._gaps, (day, date.max))
        return self._gaps[before - 1] if before and self._gaps[before - 1][1] >= day else None

    def _gaps_after(self, day: date) -> Iterator[_Span]:
        """The gaps after a day, in order; of one that the day lies in, the rest."""
        around = self._gap_around(day)
        if around and around[1] > day:
            yield day + _DAY, around[1]
        yield from islice(self._gaps, bisect_right(self._gaps, (day, date.max)), None)


@lru_cache(maxsize=4096)
def _local_day(zone: tzinfo, moment: datetime) -> date:
    return moment.astimezone(zone).date()


@lru_cache(maxsize=4096)
def _start(zone: tzinfo, day: date) -> datetime:
    return _at(zone, day, 0)


def _at(zone: tzinfo, day: date, hour: int) -> datetime:
    wall = datetime.combine(day, time(hour), zone)
    moment = wall.astimezone(UTC_ZONE)
    return moment if moment.astimezone(zone).date() == day else wall.replace(fold=1).astimezone(UTC_ZONE)


def _merged(spans: Iterable[_Span]) -> Iterator[_Span]:
    """Spans of days, both ends included, in order and joined where they overlap or touch."""
    first: date | None = None
    last = date.min
    for start, end in sorted(spans):
        if first is None:
            first, last = start, end
        elif start <= last + _DAY:
            last = max(last, end)
        else:
            yield first, last
            first, last = start, end
    if first is not None:
        yield first, last


def zone(name: str | None, otherwise: ZoneInfo = UTC_ZONE) -> ZoneInfo:
    """A time zone by its IANA name; another where there is none, or one that this machine does not know."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (KeyError, ValueError, OSError):
        return otherwise


def common_zone(names: Sequence[str], now: datetime) -> str:
    """Name the zone whose clock most people share at `now` (aware): Lisbon and London go together.

    Names that nobody knows count as UTC. Of zones alike, the one that most live in, then the first by name.
    """
    known = [(name, now.astimezone(zone(name)).utcoffset()) for name in names]
    offsets = [offset for _, offset in known]
    shared = max(sorted(set(offsets), key=str), key=offsets.count)
    here = [name for name, offset in known if offset == shared]
    return max(sorted(set(here)), key=here.count)
