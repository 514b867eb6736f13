"""Whether an account is well: only then is it asked for more (MISSION J3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.facts import AccountFacts
from bot.policy import Policy, Status


def ails(facts: AccountFacts, policy: Policy, now: datetime) -> str:
    """Why this is no moment to ask for more, as the end of a sentence; "" while the account is well."""
    unhappy, calm = facts.last_unhappy_at, timedelta(days=policy.calm_days)
    if facts.status is not Status.ACTIVE:
        return "first they need us for other things"
    if facts.remarks:
        return "first they need an answer to what they said"
    if facts.breakdowns or facts.rescues:
        return "first something has to be put right"
    today = facts.calendar.day(now)
    if facts.broken_since(today - calm) or any(one.is_ours and one.due_on < today for one in facts.promises):
        return "first we need to keep our word"
    if unhappy and now - unhappy < calm:
        return "they were unhappy of late"
    if _is_silent(facts, policy, now):
        return "first we need to be in touch again"
    return ""


def _is_silent(facts: AccountFacts, policy: Policy, now: datetime) -> bool:
    due = facts.cadence_days or policy.tier(facts.tier).contact.due
    return facts.last_contact_at is None or facts.calendar.counted_days(facts.last_contact_at, now) >= due
