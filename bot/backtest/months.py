"""The portfolio month by month: what was known of the whole at the start of each, without look-ahead.

Each share of the accounts is summed up by itself (`summed`), and the sums are put together (`merged`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot import rhythm
from bot.backtest.past import Past
from bot.facts import OwnerTouches, Portfolio
from bot.policy import Counts, Kind, Policy
from bot.worktime import Calendar

Month = tuple[int, int]


@dataclass
class MonthSum:
    """Sums over some accounts at the start of a month. `attention` counts touches by person and account."""

    log_gaps: list[float] = field(default_factory=list)  # each account's bot.rhythm.mean_log_gap
    value_minor: Counter[str] = field(default_factory=Counter)
    valued: Counter[str] = field(default_factory=Counter)
    attention: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: MonthSum) -> None:
        """Take in the sums over other accounts."""
        self.log_gaps += other.log_gaps
        self.value_minor.update(other.value_minor)
        self.valued.update(other.valued)
        self.attention.update(other.attention)

    def portfolio(self) -> Portfolio:
        """As the rules see it."""
        by_person: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for (person, account), touches in self.attention.items():
            by_person[person].append((touches, account))
        return Portfolio(
            value_minor=dict(self.value_minor),
            valued_accounts=dict(self.valued),
            owner_touches={person: OwnerTouches.of(touches) for person, touches in by_person.items()},
            usual_log_gap=rhythm.prior_of(self.log_gaps),
        )


Sums = dict[Month, MonthSum]


def month_of(moment: datetime) -> Month:
    """The month (UTC) of an aware moment."""
    utc = moment.astimezone(UTC)
    return utc.year, utc.month


def summed(pasts: Iterable[tuple[Past, Calendar]], policy: Policy, until: datetime) -> Sums:
    """The sums over some accounts, for each month from the first touch to `until`."""
    sums: defaultdict[Month, MonthSum] = defaultdict(MonthSum)
    for past, calendar in pasts:
        _count_rhythm(sums, past, calendar, policy, until)
        _count_value(sums, past, calendar, until)
        _count_attention(sums, past, policy, until)
    return dict(sums)


def merged(shares: Iterable[Sums]) -> dict[Month, Portfolio]:
    """The portfolio of each month, from the sums over shares of the accounts."""
    whole: defaultdict[Month, MonthSum] = defaultdict(MonthSum)
    for sums in shares:
        for month, summed_up in sums.items():
            whole[month].add(summed_up)
    return {month: summed_up.portfolio() for month, summed_up in whole.items()}


def _count_rhythm(
    sums: Mapping[Month, MonthSum], past: Past, calendar: Calendar, policy: Policy, until: datetime
) -> None:
    known: rhythm.Rhythm | None = None
    contacts = (t.occurred_at for t in past.touches if Counts.CONTACT in policy.resets(t.kind, t.direction))
    ahead = next(contacts, None)
    for start in _starts(past, calendar, until):
        while ahead is not None and ahead < start:
            known = rhythm.contact(known, calendar.day(ahead))
            ahead = next(contacts, None)
        if known is not None and (mean := rhythm.mean_log_gap(known)) is not None:
            sums[month_of(start)].log_gaps.append(mean)


def _count_value(sums: Mapping[Month, MonthSum], past: Past, calendar: Calendar, until: datetime) -> None:
    if not past.annual_value_minor or past.currency is None:
        return
    for start in _starts(past, calendar, until):
        sums[month_of(start)].value_minor[past.currency] += past.annual_value_minor
        sums[month_of(start)].valued[past.currency] += 1


def _count_attention(sums: Mapping[Month, MonthSum], past: Past, policy: Policy, until: datetime) -> None:
    window = timedelta(days=policy.flagship_touch_days)
    for touch in past.touches:
        if touch.kind is not Kind.NOTE:
            for start in month_starts(touch.occurred_at, min(touch.occurred_at + window, until)):
                sums[month_of(start)].attention.update((person, past.account_id) for person in touch.people)


def _starts(past: Past, calendar: Calendar, until: datetime) -> Iterator[datetime]:
    """The starts of the months in which an account lived."""
    return month_starts(past.began_at, min(until, calendar.start_of(past.lost_on)) if past.lost_on else until)


def month_starts(first: datetime, last: datetime) -> Iterator[datetime]:
    """The starts (UTC) of the months after a moment, up to another."""
    year, month = month_of(first)
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        start = datetime(year, month, 1, tzinfo=UTC)
        if start > last:
            return
        yield start
