"""Rules that others rest on are worked out once: else `signals` would make a replay take 1.4 times as long."""

from __future__ import annotations

from datetime import datetime
from functools import wraps

from bot.facts import AccountFacts
from bot.policy import Policy
from bot.rules.verdict import Rule, Verdict


def once(rule: Rule) -> Rule:
    """The same rule; asked again of the very same facts and policy at the same moment, it says what it just said."""
    last: tuple[AccountFacts, Policy, datetime, tuple[Verdict, ...]] | None = None

    @wraps(rule)
    def said(facts: AccountFacts, policy: Policy, now: datetime) -> tuple[Verdict, ...]:
        nonlocal last
        known = last
        if known is None or known[0] is not facts or known[1] is not policy or known[2] != now:
            known = last = (facts, policy, now, tuple(rule(facts, policy, now)))
        return known[3]

    return said
