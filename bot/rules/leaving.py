"""Leaving: a client has said that they go, and their exit interview or the end itself is not on record (MISSION I2).

Until there was an exit interview of which something is kept, as the loss gate (`bot.gate`) has it: early some working
days before the end, due a few before it, for afterwards it comes too late for a key account. Once the day has gone by:
due until it is closed, or they stay; critical a week later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.facts import AccountFacts, LeavingFact
from bot.policy import Level, Policy
from bot.rules.steps import Step, Steps, ascending, before
from bot.rules.verdict import Verdict
from bot.rules.words import on, several

RULE = "leaving"


def leaving(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for a client who is leaving (the id of the loss to be); at rest while no day is known."""
    if facts.watched:
        for one in facts.leaving:
            yield Verdict(
                rule=RULE,
                subject=one.id,
                steps=_steps(facts, policy, one, one.until) if one.until else (),
                reason=_reason(facts, one, now),
                clears="The exit interview with what they said, then the end itself: say that it has ended, "
                "or that they stay.",
                threshold=f"{several(policy.leaving_due_days, 'working day')} before the end for the interview; "
                "the day after it to close it",
                since=one.said_at,
                rests_on=(one.id,),
            )


def _steps(facts: AccountFacts, policy: Policy, one: LeavingFact, until: date) -> Steps:
    calendar = facts.calendar
    over = calendar.opening(until + timedelta(days=1))
    late = calendar.add_working_days(over, policy.leaving_late_days)
    steps: list[Step] = [(over, Level.DUE), (late, Level.CRITICAL)]
    if _missing(facts, one):
        begins = calendar.opening(calendar.day(one.said_at))
        asks = ((policy.leaving_ask_days, Level.EARLY), (policy.leaving_due_days, Level.DUE))
        steps += [(max(begins, before(calendar, until, days)), level) for days, level in asks]
    return ascending(steps)


def _reason(facts: AccountFacts, one: LeavingFact, now: datetime) -> str:
    if one.until is None:
        return "They have said that they go; on which day is not on record."
    if one.until < facts.calendar.day(now):
        return f"It was to end on {on(one.until)}: is it over, or do they stay?"
    asked = _missing(facts, one) or (f"the exit interview was on {on(one.exit_on)}" if one.exit_on else "")
    return f"They are leaving on {on(one.until)}; {asked}."


def _missing(facts: AccountFacts, one: LeavingFact) -> str:
    """What there is to say of an exit interview that is still to come, or is not kept; nothing of one that is."""
    if one.exit_on is None:
        return "there was no exit interview yet"
    if one.reopened_at and one.exit_on < facts.calendar.day(one.reopened_at):
        return f"the exit interview on record, of {on(one.exit_on)}, is from before it was reopened"
    if not one.was_heard:
        return f"the exit interview was on {on(one.exit_on)}, and nothing of what they said is noted yet"
    return ""
