"""What somebody heard, and would have heard if they heard it otherwise. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.preferences import Frequency
from bot.worktime import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Card:
    """A nudge in a message of the day. `day`: where its reader is; `raised`: the day on which it was raised."""

    nudge_id: str
    day: date
    raised: date
    heard_as: str
    rule: str


@dataclass(frozen=True, slots=True)
class Otherwise:
    """On how many days a message would have come, with how many cards; how many would have stood on Home alone.

    `declined`: the nudges that others would have heard.
    """

    days: int
    cards: int
    home: int
    declined: tuple[str, ...]


HowOften = Callable[[str, str], Frequency]  # heard as, rule -> how often


def otherwise(cards: Iterable[Card], before: HowOften, after: HowOften, calendar: Calendar) -> Otherwise:
    """How often somebody heard of what `before`, and would have heard it `after`, by their own calendar."""
    days: list[date] = []
    home, declined = 0, []
    for card in cards:
        often = after(card.heard_as, card.rule)
        if often is Frequency.NEVER:
            declined.append(card.nudge_id)
        elif often is Frequency.HOME:
            home += 1
        elif often is before(card.heard_as, card.rule):
            days.append(card.day)
        else:
            days.append(_day(calendar, card.raised, often))
    return Otherwise(len(set(days)), len(days), home, tuple(declined))


def _day(calendar: Calendar, raised: date, often: Frequency) -> date:
    """The day on which what was raised on a day is heard: the next working day, or the first of a week."""
    day = calendar.day(calendar.opening(raised))
    while often is Frequency.WEEKLY and not calendar.begins_week(day):
        day = calendar.day(calendar.opening(day + _DAY))
    return day
