"""Flagship dependence: one account is too much of the whole (MISSION A5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts
from bot.policy import Level, Policy
from bot.rules.steps import Steps, held
from bot.rules.verdict import Verdict
from bot.rules.words import percent, several, waiting

RULE = "flagship"


def flagship(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account: due while its share is too large, from the working day after it was added."""
    if not facts.watched:
        return
    value, touches = _value_share(facts, policy), _touch_share(facts, policy)
    depends = max(value or 0.0, touches or 0.0) > policy.flagship_share
    due: Steps = ((facts.calendar.after(facts.added_at, 1), Level.DUE),)
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, due) if depends else (),
        reason=f"{_reason(facts, policy, value, touches)}{waiting(facts, now)}.",
        clears=f"More from other accounts, until this one is {percent(policy.flagship_share)} of the whole or less.",
        threshold=f"{percent(policy.flagship_share)} of the value in one currency, or of its owner's touches",
    )


def _value_share(facts: AccountFacts, policy: Policy) -> float | None:
    """Its share of the value in its currency, 0 to 1; None among too few accounts."""
    currency = facts.currency or ""
    total = facts.portfolio.value_minor.get(currency, 0)
    enough = facts.portfolio.valued_accounts.get(currency, 0) >= policy.flagship_accounts
    if not facts.annual_value_minor or not enough or total <= 0:
        return None
    return min(1.0, facts.annual_value_minor / total)


def _touch_share(facts: AccountFacts, policy: Policy) -> float | None:
    """Its share of its owner's touches, 0 to 1; None unless it is the account they touch most, of enough."""
    theirs = facts.portfolio.owner_touches.get(facts.owner_id or "")
    if theirs is None or theirs.top_account_id != facts.id:
        return None
    if theirs.touches < policy.flagship_touches or theirs.accounts < policy.flagship_accounts:
        return None
    return theirs.top_touches / theirs.touches


def _reason(facts: AccountFacts, policy: Policy, value: float | None, touches: float | None) -> str:
    shares = []
    if value is not None:
        count = facts.portfolio.valued_accounts[facts.currency or ""]
        shares.append(f"{percent(value)} of the yearly value in {facts.currency} of {several(count, 'account')}")
    if touches is not None:
        theirs = facts.portfolio.owner_touches[facts.owner_id or ""]
        window = f"in {several(policy.flagship_touch_days, 'day')}"
        shares.append(f"{percent(touches)} of its owner's {several(theirs.touches, 'touch', 'touches')} {window}")
    if not shares:
        return "Too little is known to say how much of the whole this account is"
    return f"This account is {' and '.join(shares)}; more than {percent(policy.flagship_share)} is called dependence"
