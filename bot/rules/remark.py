"""Remark: something the client said was passed on and is not answered yet (MISSION C9).

Early from the day on which it was passed on, due on the day by which it is to be answered, critical some working days
later. What was addressed or declined is no fact any more: its clock is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts, Calendar, RemarkFact
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import on, quoted, several, waiting

RULE = "remark"


def remark(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every open remark (its id)."""
    if facts.watched:
        yield from (_open(facts, policy, now, one) for one in facts.remarks)


def _open(facts: AccountFacts, policy: Policy, now: datetime, one: RemarkFact) -> Verdict:
    days = policy.remark_big_days if one.is_big else policy.remark_small_days
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, _steps(facts.calendar, one, policy.remark_late_days)),
        reason=f"{_reason(facts.calendar, one, now)}{waiting(facts, now)}.",
        clears="An answer to them: say what was done, or why it is declined.",
        threshold=f"{several(days, 'working day')} for a {size(one)} remark; {policy.remark_late_days} more are urgent",
        since=one.reported_at,
        rests_on=(one.id,),
        hearer=one.owner_id,
        contact_id=facts.there(one.contact_id),
    )


def size(one: RemarkFact) -> str:
    """`big` or `small`."""
    return "big" if one.is_big else "small"


def _steps(calendar: Calendar, one: RemarkFact, late: int) -> Steps:
    due = calendar.opening(one.due_on)
    return ascending(
        [
            (calendar.opening(calendar.day(one.reported_at)), Level.EARLY),
            (due, Level.DUE),
            (calendar.add_working_days(due, late), Level.CRITICAL),
        ]
    )


def _reason(calendar: Calendar, one: RemarkFact, now: datetime) -> str:
    by = f"by {one.reported_by} " if one.reported_by else ""
    when = "is" if one.due_on >= calendar.day(now) else "was"
    return (
        f"{one.said_by or 'They'} said “{quoted(one.text)}”; heard {by}on {on(calendar.day(one.reported_at))}, "
        f"an answer {when} due by {on(one.due_on)}"
    )
