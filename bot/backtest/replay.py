"""One account's past under one policy: what each rule would have said, and when. Pure.

Between two events (touches, remarks, people who come and go, changes of owner, at the latest the month's new count of
the portfolio) verdicts are taken not to change: their steps are the moments at which each level is reached. So a rule
is asked once after each event, and the steps until the next one are what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.backtest.figures import Alert, Replayed
from bot.backtest.months import month_of, month_starts
from bot.backtest.past import Past, PastTouch
from bot.backtest.walk import Walk
from bot.facts import AccountFacts, Portfolio
from bot.policy import Direction, Kind, Level, Policy
from bot.rules import RULES, Rule, Verdict
from bot.rules.litmus import RULE as LITMUS
from bot.worktime import Calendar

PortfolioAt = Callable[[datetime], Portfolio]
_Key = tuple[str, str]  # rule, subject
_DAY = timedelta(days=1)

#: When an account was put to a litmus test is not in its past, so it would be due all the time.
REPLAYED: Mapping[str, Rule] = {name: rule for name, rule in RULES.items() if name != LITMUS}


@dataclass(slots=True)
class _Standing:
    """An alert that is not over yet: when each level, or a louder one, was reached.

    `fell`: it was due before, and was told of then; it is an alert of its own only if it becomes due again.
    """

    opened_at: datetime
    fell: bool = False
    due_at: datetime | None = None
    critical_at: datetime | None = None


def replay(
    past: Past,
    policy: Policy,
    calendar: Calendar,
    portfolio_at: PortfolioAt,
    until: datetime,
    rules: Mapping[str, Rule] = REPLAYED,
    since: datetime | None = None,
) -> Replayed:
    """What the rules would have said of an account from its first day to `until`, or to the day it was lost.

    `since`: they are only asked from then on, knowing all that went before; what stands already opens there.
    """
    end = min(until, calendar.start_of(past.lost_on)) if past.lost_on else until
    begin = max(past.began_at, since) if since else past.began_at
    first_on, last_on = calendar.day(begin), calendar.day(end)
    alerts = tuple(_Replay(past, policy, calendar, rules).run(portfolio_at, begin, end)) if first_on < last_on else ()
    return Replayed(past.account_id, past.name, past.tier, first_on, max(first_on, last_on), past.lost_on, alerts)


class _Replay:
    def __init__(self, past: Past, policy: Policy, calendar: Calendar, rules: Mapping[str, Rule]) -> None:
        self._past = past
        self._policy = policy
        self._calendar = calendar
        self._rules = tuple(rules.values())
        self._walk = Walk(past, policy, calendar)
        self._standing: dict[_Key, _Standing] = {}
        self._sent_at: datetime | None = None

    def run(self, portfolio_at: PortfolioAt, begin: datetime, end: datetime) -> Iterator[Alert]:
        moments = _moments(self._past, self._calendar, begin, end)
        touches = iter(self._past.touches)
        ahead = next(touches, None)
        for now, following in pairwise([*moments, end]):
            while ahead is not None and ahead.occurred_at <= now:
                self._take(ahead)
                ahead = next(touches, None)
            facts = self._walk.facts(now, portfolio_at(now))
            verdicts = {(v.rule, v.subject): v for rule in self._rules for v in rule(facts, self._policy, now)}
            yield from self._quieter(verdicts, facts, now)
            for key, verdict in verdicts.items():
                self._heard(key, verdict, now, following)
        yield from (self._alert(key, one, None, broken=False) for key, one in self._standing.items() if _told(one))

    def _take(self, touch: PastTouch) -> None:
        self._walk.take(touch)
        if touch.direction is Direction.TO_CLIENT and touch.kind is not Kind.NOTE:
            self._sent_at = touch.occurred_at

    def _quieter(self, verdicts: Mapping[_Key, Verdict], facts: AccountFacts, now: datetime) -> Iterator[Alert]:
        """The alerts that are over: it is calm again, or no longer due."""
        for key, one in list(self._standing.items()):
            level = verdicts[key].level_at(now) if key in verdicts else None
            if level is None:
                del self._standing[key]
            elif level is Level.EARLY and one.due_at is not None:
                self._standing[key] = _Standing(now, fell=True)
            else:
                continue
            if _told(one):
                yield self._alert(key, one, now, broken=self._broken(one.due_at, facts.last_contact_at))

    def _broken(self, due_at: datetime | None, spoken_at: datetime | None) -> bool:
        """Whether they were in touch since an alert was due while we sent nothing; a planned meeting is no touch."""
        if due_at is None or spoken_at is None or spoken_at < due_at:
            return False
        return self._sent_at is None or self._sent_at < due_at

    def _heard(self, key: _Key, verdict: Verdict, now: datetime, following: datetime) -> None:
        """What a rule says now and, as things stand, before the next event."""
        for at, level in verdict.steps:
            if at < following:
                self._enter(key, max(at, now), level)

    def _enter(self, key: _Key, at: datetime, level: Level) -> None:
        one = self._standing.setdefault(key, _Standing(at))
        if one.due_at is None and level is not Level.EARLY:
            one.due_at = at
            one.opened_at = at if one.fell else one.opened_at
        if one.critical_at is None and level is Level.CRITICAL:
            one.critical_at = at

    def _alert(self, key: _Key, one: _Standing, ended_at: datetime | None, *, broken: bool) -> Alert:
        due_on, critical_on, ended_on = map(self._day, (one.due_at, one.critical_at, ended_at))
        rule, subject = key
        return Alert(rule, subject, self._calendar.day(one.opened_at), due_on, critical_on, ended_on, broken)

    def _day(self, moment: datetime | None) -> date | None:
        return self._calendar.day(moment) if moment else None


def _told(one: _Standing) -> bool:
    return one.due_at is not None or not one.fell


def _moments(past: Past, calendar: Calendar, begin: datetime, end: datetime) -> list[datetime]:
    """When something may have changed for the rules, from the beginning on and before the end.

    That is the beginning, the last touch of each day, remarks, people who came and left, and changes of owner; after a
    month that brought none of these, the beginning of the next, as the portfolio was counted anew.
    """
    days = {calendar.day(touch.occurred_at): touch.occurred_at for touch in past.touches}
    theirs = [at for one in past.contacts for at in (one.known_since, one.left_at) if at]
    ours = [past.gone[who] for who in past.gone.keys() & {who for touch in past.touches for who in touch.people}]
    handed = [change.changed_at for change in past.handed]
    known = {begin, *(at for at in (*days.values(), *theirs, *ours, *handed, *past.heard) if at > begin)}
    eventful = {month_of(at) for at in known}
    known |= {start for start in month_starts(begin, end) if month_of(start - _DAY) not in eventful}
    return sorted(at for at in known if at < end)
