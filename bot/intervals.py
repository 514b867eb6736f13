"""How often: once, weekly, monthly, every three weeks; and the days that follow from it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS_IN = {"day": 1, "week": 7}
_NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"an": 1, "one": 1, "other": 2, "second": 2}
_EVERY = re.compile(
    rf"(?:every|each)\s+(?:(?P<count>\d{{1,3}}|{'|'.join(_COUNT)})\s+)?"
    r"(?P<unit>day|week|fortnight|month|quarter|half[- ]year|year)s?"
)
_MOST = {"day": 365, "week": 104, "month": 36}


@dataclass(frozen=True, slots=True)
class Interval:
    """So many units between one day and the next; 0: once."""

    count: int
    unit: str = "month"  # "day", "week" or "month"

    @property
    def days(self) -> int:
        """About how many days that is; 0: once."""
        return self.count * _DAYS_IN.get(self.unit, 30)

    def __str__(self) -> str:
        """`once`, `monthly`, `every 3 weeks`."""
        return _NAMES.get(self) or f"every {self.count} {self.unit}s"


ONCE = Interval(0)
MONTHLY = Interval(1)
_WORDS = {
    "once": ONCE,
    "one time": ONCE,
    "daily": Interval(1, "day"),
    "weekly": Interval(1, "week"),
    "fortnightly": Interval(2, "week"),
    "biweekly": Interval(2, "week"),
    "monthly": MONTHLY,
    "bimonthly": Interval(2),
    "quarterly": Interval(3),
    "half-yearly": Interval(6),
    "twice a year": Interval(6),
    "yearly": Interval(12),
    "annually": Interval(12),
    "once a week": Interval(1, "week"),
    "once a month": MONTHLY,
    "once a quarter": Interval(3),
    "once a year": Interval(12),
}
_UNITS = {"fortnight": (2, "week"), "quarter": (3, "month"), "half-year": (6, "month"), "year": (12, "month")}
_NAMES = {
    ONCE: "once",
    Interval(1, "day"): "daily",
    Interval(1, "week"): "weekly",
    Interval(2, "week"): "every two weeks",
    MONTHLY: "monthly",
    Interval(3): "quarterly",
    Interval(6): "half-yearly",
    Interval(12): "yearly",
}
#: What a menu offers.
USUAL = tuple(_NAMES)


def read(text: str) -> Interval | None:
    """The interval in words: "monthly", "every 3 weeks", "every other month"; None when it is none, or too long."""
    phrase = " ".join(text.casefold().split()).strip(" ,;.")
    if phrase in _WORDS:
        return _WORDS[phrase]
    found = _EVERY.fullmatch(phrase)
    if not found:
        return None
    said = found["count"] or "a"
    times, unit = _UNITS.get(found["unit"].replace(" ", "-"), (1, found["unit"]))
    count = times * (_COUNT.get(said) or int(said))
    return Interval(count, unit) if 1 <= count <= _MOST[unit] else None


def next_due(interval: Interval, first_on: date, due_on: date, delivered_on: date) -> date | None:
    """The next day after a delivery; None where it was wanted once.

    Days stay where they are: `first_on` and so many units on, whenever the delivery came. One that comes in the
    second half of the time before a day is that day's; an earlier one is extra, and changes nothing. It never goes
    back, so that a delivery recorded late does not make old days due again.
    """
    if interval == ONCE:
        return None
    number = _number_after(interval, first_on, delivered_on)
    coming = nth(interval, first_on, number)
    before = nth(interval, first_on, number - 1)
    if coming - delivered_on <= (coming - before) / 2:
        coming = nth(interval, first_on, number + 1)
    return max(coming, due_on)


def nth(interval: Interval, first_on: date, number: int) -> date:
    """The day that is `number` intervals after the first; of a month that is too short, its last day."""
    count = interval.count * number
    if interval.unit in _DAYS_IN:
        return first_on + timedelta(days=count * _DAYS_IN[interval.unit])
    year, month = divmod(first_on.year * 12 + first_on.month - 1 + count, 12)
    return date(year, month + 1, min(first_on.day, monthrange(year, month + 1)[1]))


def _number_after(interval: Interval, first_on: date, day: date) -> int:
    """The number of the first day of the interval that comes after a day."""
    longest = interval.count * _DAYS_IN.get(interval.unit, 31)
    number = (day - first_on).days // longest
    while nth(interval, first_on, number) <= day:
        number += 1
    return number
