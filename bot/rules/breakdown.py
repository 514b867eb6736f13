"""Breakdown: a process of ours failed the client, and nobody has verified that it works again (MISSION E4).

Early from the day on which it was reported, and louder the longer nothing is done. What was recovered is quieter, until
somebody verified it and the client knows: then its clock is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts, BreakdownFact, Calendar
from bot.policy import Level, Policy
from bot.rules.once import once
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import on, quoted, several, waiting

RULE = "breakdown"


@once
def breakdown(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every breakdown that is not verified (its id)."""
    if facts.watched:
        yield from (_unverified(facts, policy, now, one) for one in facts.breakdowns)


def _unverified(facts: AccountFacts, policy: Policy, now: datetime, one: BreakdownFact) -> Verdict:
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, _steps(facts.calendar, one, policy)),
        reason=f"{_reason(facts.calendar, one, now)}{waiting(facts, now)}.",
        clears=_clears(one),
        threshold=_threshold(one, policy),
        since=one.recovered_at or one.reported_at,
        rests_on=(one.id,),
        hearer=one.owner_id,
    )


def _steps(calendar: Calendar, one: BreakdownFact, policy: Policy) -> Steps:
    since = one.recovered_at or one.reported_at
    early = (calendar.opening(calendar.day(since)), Level.EARLY)
    if one.recovered_at:
        return ascending([early, (calendar.add_working_days(since, policy.breakdown_late_days), Level.DUE)])
    due = calendar.add_working_days(since, policy.breakdown_days)
    late = calendar.add_working_days(due, policy.breakdown_late_days)
    return ascending([early, (due, Level.DUE), (late, Level.CRITICAL)])


def _reason(calendar: Calendar, one: BreakdownFact, now: datetime) -> str:
    lasts, said = (calendar.day(now) - one.broke_on).days, f"“{quoted(one.text)}”"
    if one.recovered_at is None:
        ago = f", {several(lasts, 'day')} ago" if lasts > 0 else ""
        return f"Something of ours broke on {on(one.broke_on)}{ago}: {said}; no recovery is on record"
    recovered = f"recovered on {on(calendar.day(one.recovered_at))}: {quoted(one.recovery)}"
    return f"Something of ours broke on {on(one.broke_on)}: {said}; {recovered}; nobody has verified it yet"


def _clears(one: BreakdownFact) -> str:
    if one.recovered_at is None:
        return "Tell them what you know, put it right, and say here what you did."
    return "Somebody looks that it works, the client knows, and one of you says so here."


def _threshold(one: BreakdownFact, policy: Policy) -> str:
    if one.recovered_at:
        return f"{several(policy.breakdown_late_days, 'working day')} to verify what was recovered"
    days = several(policy.breakdown_days, "working day")
    return f"{days} to recover it; {policy.breakdown_late_days} more are urgent"
