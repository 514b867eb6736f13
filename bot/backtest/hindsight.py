"""What our rules would have said of an account that was lost: as they are set today, and one notch tighter. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.backtest.figures import Replayed
from bot.backtest.past import Past
from bot.backtest.replay import REPLAYED, replay
from bot.facts import Portfolio
from bot.policy import Policy
from bot.rules import Rule
from bot.rules.knobs import Proposal, Way, turns
from bot.worktime import Calendar


@dataclass(frozen=True, slots=True)
class Tighter:
    """A rule turned by one notch: how many days before the end it would have warned then."""

    proposal: Proposal
    days: int


@dataclass(frozen=True, slots=True)
class Hindsight:
    """How many days before an account's end each rule would have been due; rules that said nothing are left out.

    `tighter`: what a notch would have gained, the most first.
    """

    account_id: str
    name: str
    lost_on: date
    touches: int
    days_before: Mapping[str, int] = field(default_factory=dict)
    tighter: tuple[Tighter, ...] = ()

    @property
    def earliest(self) -> tuple[str, int] | None:
        """The rule that would have warned first, and how many days before the end."""
        return max(self.days_before.items(), key=lambda told: told[1], default=None)


def look_back(past: Past, lost_on: date, policy: Policy, portfolio: Portfolio, now: datetime) -> Hindsight:
    """Replay a past that ended, and each knob of the rules turned by a notch; as in any replay, no litmus tests."""
    before = _days_before(_replayed(past, policy, portfolio, now))
    found = [
        Tighter(proposal, after)
        for rule in REPLAYED
        for proposal in turns(rule, policy, Way.TIGHTER)
        if (after := _days_of(past, proposal, policy, portfolio, now)) > before.get(rule, 0)
    ]
    gained = sorted(found, key=lambda one: (before.get(one.proposal.rule, 0) - one.days, one.proposal.setting))
    return Hindsight(past.account_id, past.name, lost_on, len(past.touches), before, tuple(gained))


def _days_of(past: Past, proposal: Proposal, policy: Policy, portfolio: Portfolio, now: datetime) -> int:
    rules = {proposal.rule: REPLAYED[proposal.rule]}
    return _days_before(_replayed(past, proposal.on(policy), portfolio, now, rules)).get(proposal.rule, 0)


def _replayed(
    past: Past, policy: Policy, portfolio: Portfolio, now: datetime, rules: Mapping[str, Rule] = REPLAYED
) -> Replayed:
    calendar = Calendar(past.zone, policy.working_days, policy.days_off, past.closures)
    return replay(past, policy, calendar, lambda _: portfolio, now, rules)


def _days_before(replayed: Replayed) -> dict[str, int]:
    return {rule: days for rule in REPLAYED if (days := replayed.warned_before(rule))}
