"""When levels are reached: what the rules share in making the steps of a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.facts import AccountFacts, Calendar
from bot.policy import Cadence, Level, Status, Tier

Step = tuple[datetime, Level]
Steps = tuple[Step, ...]


def proportioned(due: int) -> Cadence:
    """A cadence around one number of days, in the proportions of the tiers: early at 0.7, critical at 1.5 times it."""
    return Cadence(early=max(1, round(due * 0.7)), due=due, critical=-(-due * 3 // 2))


def counted(calendar: Calendar, since: datetime, cadence: Cadence) -> Steps:
    """The levels of a cadence, counted in days from a moment."""
    return ascending(
        [
            (calendar.after(since, cadence.early), Level.EARLY),
            (calendar.after(since, cadence.due), Level.DUE),
            (calendar.after(since, cadence.critical), Level.CRITICAL),
        ]
    )


def gentle(facts: AccountFacts, since: datetime, days: int) -> Steps:
    """Early after so many days; of a key account, due after twice as many. Never louder."""
    early = (facts.calendar.after(since, days), Level.EARLY)
    due = (facts.calendar.after(since, 2 * days), Level.DUE)
    return ascending([early, due] if facts.tier is Tier.KEY else [early])


def ascending(steps: Iterable[Step]) -> Steps:
    """Steps in order of time, without those that bring nothing louder than what was reached by then."""
    kept: list[Step] = []
    for at, level in sorted(steps, key=lambda step: (step[0], -step[1].loudness)):
        if not kept or level.loudness > kept[-1][1].loudness:
            kept.append((at, level))
    return tuple(kept)


def before(calendar: Calendar, day: date, count: int) -> datetime:
    """The start (UTC) of the working day that is so many working days before a day; 0: the last one up to it."""
    while not calendar.works(day):
        day -= timedelta(days=1)
    for _ in range(count):
        day -= timedelta(days=1)
        while not calendar.works(day):
            day -= timedelta(days=1)
    return calendar.start_of(day)


def held(facts: AccountFacts, steps: Steps, *, until: datetime | None = None) -> Steps:
    """Steps that wait for the end of a pause, and for `until` where that is given; none while a pause has no end."""
    if facts.status is Status.PAUSED and facts.paused_until is None:
        return ()
    calendar = facts.calendar
    ends = [calendar.end_of(facts.paused_until)] if facts.paused_until else []
    ends += [until] if until else []
    if not ends:
        return steps
    opening = calendar.opening(calendar.day(max(ends)))
    return ascending((max(at, opening), level) for at, level in steps)
