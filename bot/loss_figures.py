"""Losses in figures: how long since the last, how many in each quarter, how many were looked into, and why. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.endings import LossReason, Reason

QUARTERS = 8


@dataclass(frozen=True, slots=True)
class Lost:
    """One loss. `audit`: the state of its audit; None: it has none, as of one from before our time."""

    name: str
    ended_on: date
    value_minor: int | None = None
    currency: str | None = None
    reasons: tuple[Reason, ...] = ()
    attraction: str = ""
    audit: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, from 1."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    def before(self, count: int) -> Quarter:
        """The quarter so many before this one."""
        place = 4 * self.year + self.number - 1 - count
        return Quarter(place // 4, place % 4 + 1)

    def __str__(self) -> str:
        return f"Q{self.number} {self.year}"


@dataclass(frozen=True, slots=True)
class LossFigures:
    """All of them, as of a day; `lost` newest first.

    `quarters`: the last ones, oldest first, each with its losses; `values`: what went in the last year, by currency;
    `audited` of `to_audit` losses were looked into; `reasons`: how often each was given, the most frequent first.
    """

    today: date
    lost: tuple[Lost, ...]
    quarters: tuple[tuple[Quarter, int], ...]
    values: tuple[tuple[int, str], ...]
    audited: int
    to_audit: int
    reasons: tuple[tuple[LossReason, int], ...]

    @property
    def days_since(self) -> int | None:
        """Days since the last; None: there was none."""
        return (self.today - self.lost[0].ended_on).days if self.lost else None

    @property
    def this_quarter(self) -> int:
        """How many in the quarter that is not over."""
        return self.quarters[-1][1]


def figures(lost: Sequence[Lost], today: date) -> LossFigures:
    """Sum up losses up to a day."""
    known = sorted((one for one in lost if one.ended_on <= today), key=lambda one: one.ended_on, reverse=True)
    counts = Counter(Quarter.of(one.ended_on) for one in known)
    last = [Quarter.of(today).before(count) for count in reversed(range(QUARTERS))]
    values: Counter[str] = Counter()
    for one in known:
        if one.value_minor and one.currency and (today - one.ended_on).days <= 365:
            values[one.currency] += one.value_minor
    audits = [one.audit for one in known if one.audit in ("open", "done")]
    return LossFigures(
        today=today,
        lost=tuple(known),
        quarters=tuple((quarter, counts[quarter]) for quarter in last),
        values=tuple((minor, currency) for currency, minor in values.most_common()),
        audited=audits.count("done"),
        to_audit=len(audits),
        reasons=tuple(Counter(reason.reason for one in known for reason in one.reasons).most_common()),
    )
