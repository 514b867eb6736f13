"""Win-back: a client who left, and the day on which we decide about them, or ask (MISSION J1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.facts import AccountFacts, Calendar, WinbackFact
from bot.policy import Level, Manner, Policy, Status
from bot.rules.steps import Steps, ascending
from bot.rules.verdict import Verdict
from bot.rules.words import days, on, several

RULE = "winback"


def winback(facts: AccountFacts, policy: Policy, _now: datetime) -> Iterator[Verdict]:
    """One verdict for every win-back that is open (its id), of an account that is lost."""
    if facts.status is Status.LOST:
        yield from (_open(facts, policy, one) for one in facts.winbacks)


def _open(facts: AccountFacts, policy: Policy, one: WinbackFact) -> Verdict:
    day = one.decide_by if one.wanted is None or one.next_on is None else one.next_on
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=_steps(facts.calendar, policy, day),
        reason=_undecided(one) if one.wanted is None else _wanted(one, day),
        clears=_CLEARS[one.wanted is None],
        threshold=f"{days(policy.winback_ahead_days)} before the day; "
        f"{several(policy.winback_late_days, 'working day')} after it",
        since=one.opened_at,
        rests_on=(one.id,),
        hearer=one.keeper_id,
        manner=Manner.PRIVATE,
    )


_CLEARS = {
    True: "A word whether we want them back, and why.",
    False: "A talk with them and another day, or the word that we let them go.",
}


def _steps(calendar: Calendar, policy: Policy, day: date) -> Steps:
    due = calendar.opening(day)
    return ascending(
        [
            (calendar.opening(day - timedelta(days=policy.winback_ahead_days)), Level.EARLY),
            (due, Level.DUE),
            (calendar.add_working_days(due, policy.winback_late_days), Level.CRITICAL),
        ]
    )


def _undecided(one: WinbackFact) -> str:
    return f"They left; by {on(one.decide_by)} we want to have decided whether we want them back, and why."


def _wanted(one: WinbackFact, day: date) -> str:
    first = f"; first this had to change: “{one.must_change}”" if one.must_change else ""
    return f"We want them back, and said that we would ask on {on(day)}{first}."
