"""What a replay of the past shows, in figures. Plain data and sums, nothing of databases or of Slack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.policy import Tier

LAST_STRETCH_DAYS = 90
_QUARTER_DAYS = 365.25 / 4
ON_A_SILENCE = frozenset({"quiet"})  # the rules whose alerts a client can break


@dataclass(frozen=True, slots=True)
class Alert:
    """One time that a rule would have spoken about one subject: until it was calm, or no longer due.

    `due_on` and `critical_on` are the days on which it became at least as loud, if it ever did. `ended_on` is None
    while it still stands at the end of the replay. `broken`: they were in touch again, and nothing that we sent in
    between is on record.
    """

    rule: str
    subject: str
    opened_on: date
    due_on: date | None = None
    critical_on: date | None = None
    ended_on: date | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """One account's past under one policy. Both days are local; `lost_on` is the day it ended, if it did."""

    account_id: str
    name: str
    tier: Tier
    first_on: date
    last_on: date
    lost_on: date | None
    alerts: tuple[Alert, ...]

    @property
    def days(self) -> int:
        """How many days it was watched."""
        return max(0, (self.last_on - self.first_on).days)

    def warned_before(self, rule: str) -> int | None:
        """How many days before the end a rule was due about it; None: it was not lost, or the rule said nothing.

        Only what still stood at the end, or had ended at most 90 days before: an alert of years ago, long answered,
        was no warning of this.
        """
        if self.lost_on is None:
            return None
        stood = [
            alert.due_on
            for alert in self.alerts
            if alert.rule == rule
            and alert.due_on is not None
            and (alert.ended_on is None or (self.lost_on - alert.ended_on).days <= LAST_STRETCH_DAYS)
        ]
        return (self.lost_on - min(stood)).days if stood else None


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """One rule over the whole replay. Alerts are those that became due; `early` those that never went beyond early."""

    rule: str
    alerts: int
    early: int
    critical: int
    per_account_quarter: float
    broken_share: float | None  # of the alerts about a silence that is over; None for other rules, and without any
    lost_warned: int  # lost accounts that it warned of
    median_days_before: float | None  # of those


@dataclass(frozen=True, slots=True)
class Lost:
    """A lost account, and how many days before its end each rule was due; rules that said nothing are left out."""

    account_id: str
    name: str
    tier: Tier
    lost_on: date
    days_before: Mapping[str, int]

    @property
    def earliest(self) -> tuple[str, int] | None:
        """The rule that warned first, and how many days before the end."""
        return max(self.days_before.items(), key=lambda told: told[1], default=None)


@dataclass(frozen=True, slots=True)
class Backtest:
    """What one policy would have made of a workspace's past. `rules` are in the order of `bot.rules.RULES`."""

    first_on: date
    last_on: date
    accounts: int
    account_quarters: float
    rules: tuple[RuleFigures, ...]
    lost: tuple[Lost, ...]

    @property
    def lost_warned(self) -> int:
        """How many lost accounts any rule warned of."""
        return sum(bool(lost.days_before) for lost in self.lost)

    @property
    def per_account_quarter(self) -> float:
        """Alerts of all rules, per account and quarter."""
        return sum(rule.per_account_quarter for rule in self.rules)

    def of(self, rule: str) -> RuleFigures:
        """The figures of one rule. Raises `KeyError` for a rule that was not replayed."""
        return {figures.rule: figures for figures in self.rules}[rule]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one policy would have asked for lately: nudges by rule, and how many of all would be open by now."""

    nudges: Mapping[str, int]
    open: int

    @property
    def total(self) -> int:
        """Nudges of all rules."""
        return sum(self.nudges.values())


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would have meant in the last `days` for all accounts, as it was counted over `counted` of them."""

    days: int
    accounts: int
    counted: int
    before: Asked
    after: Asked

    @property
    def is_sample(self) -> bool:
        """Whether it was counted over some of the accounts, and is as much more for all of them."""
        return self.counted < self.accounts


def figures(replayed: Sequence[Replayed], rules: Iterable[str]) -> Backtest | None:
    """Sum up replayed accounts; None when there was nothing to replay."""
    watched = [one for one in replayed if one.days]
    if not watched:
        return None
    names = tuple(rules)
    quarters = sum(one.days for one in watched) / _QUARTER_DAYS
    return Backtest(
        first_on=min(one.first_on for one in watched),
        last_on=max(one.last_on for one in watched),
        accounts=len(watched),
        account_quarters=quarters,
        rules=tuple(_of_rule(rule, watched, quarters) for rule in names),
        lost=tuple(_lost(one, one.lost_on, names) for one in replayed if one.lost_on is not None),
    )


def _of_rule(rule: str, watched: Sequence[Replayed], quarters: float) -> RuleFigures:
    said = [alert for one in watched for alert in one.alerts if alert.rule == rule]
    due = [alert for alert in said if alert.due_on is not None]
    over = [alert for alert in due if alert.ended_on is not None]
    before = [days for one in watched if (days := one.warned_before(rule)) is not None]
    return RuleFigures(
        rule=rule,
        alerts=len(due),
        early=len(said) - len(due),
        critical=sum(alert.critical_on is not None for alert in due),
        per_account_quarter=len(due) / quarters,
        broken_share=sum(alert.broken for alert in over) / len(over) if over and rule in ON_A_SILENCE else None,
        lost_warned=len(before),
        median_days_before=median(before) if before else None,
    )


def _lost(one: Replayed, lost_on: date, rules: Sequence[str]) -> Lost:
    before = {rule: days for rule in rules if (days := one.warned_before(rule)) is not None}
    return Lost(one.account_id, one.name, one.tier, lost_on, before)
