"""Step: a step of a plan comes up, is due, or has stalled (MISSION C9, F2).

Early some working days before its day, due on it, critical some working days later. What has no day does not ring;
what was done or skipped is no open step any more: its clock is gone. Of an account that is lost only those plans ring
that begin with the loss.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from bot.facts import AccountFacts, Calendar, StepFact
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, before, held
from bot.rules.verdict import Verdict
from bot.rules.words import on, quoted, several, waiting

RULE = "step"
AFTER_A_LOSS = frozenset({"closing", "winback", "lesson"})  # playbooks
_CLEARS = "Done, or another day, or skipped with a reason: any of them is an answer."


def step(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every open step with a day (its id)."""
    for one in facts.steps:
        if one.due_on is not None and (facts.watched or one.playbook in AFTER_A_LOSS):
            yield _open(facts, policy, now, one, one.due_on)


def _open(facts: AccountFacts, policy: Policy, now: datetime, one: StepFact, due_on: date) -> Verdict:
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, _steps(facts.calendar, one, due_on, policy)),
        reason=f"{_reason(facts.calendar, one, due_on, now)}{waiting(facts, now)}.",
        clears=_CLEARS,
        threshold=f"its day; {several(policy.step_late_days, 'working day')} later it has stalled",
        since=one.opened_at,
        rests_on=tuple(filter(None, (one.id, one.contact_id))),
        hearer=one.owner_id,
        contact_id=facts.there(one.contact_id),
    )


def _steps(calendar: Calendar, one: StepFact, due_on: date, policy: Policy) -> Steps:
    opened = calendar.opening(calendar.day(one.opened_at))
    due = max(opened, calendar.opening(due_on))
    return ascending(
        [
            (max(opened, before(calendar, due_on, policy.step_ahead_days)), Level.EARLY),
            (due, Level.DUE),
            (calendar.add_working_days(due, policy.step_late_days), Level.CRITICAL),
        ]
    )


def _reason(calendar: Calendar, one: StepFact, due_on: date, now: datetime) -> str:
    late = calendar.working_days_between(calendar.start_of(due_on), now)
    when = f"was due by {on(due_on)}" if due_on < calendar.day(now) else f"is due by {on(due_on)}"
    gone_by = f", {several(late, 'working day')} ago" if late > 0 else ""
    return f"“{quoted(one.text)}”, a step of the plan “{quoted(one.plan)}”, {when}{gone_by}"
