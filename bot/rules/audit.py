"""Audit: a client was lost, and what is to be learned from it waits (MISSION C9, I4).

While nobody neutral leads it, whoever is to choose somebody hears of it: early at once, due some working days later.
Then its leader does: early at once, due on its day. Critical some working days after that day. It is never said in a
channel. What is done or dropped is no open audit any more: its clock is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts, AuditFact
from bot.policy import Level, Manner, Policy
from bot.rules.steps import Steps, ascending
from bot.rules.verdict import Verdict
from bot.rules.words import on, several

RULE = "audit"
_NOBODY = "nobody leads the audit yet who had nothing to do with the account"
_NO_LONGER = "whoever led the audit has to do with the account by now, so somebody else is to lead it"


def audit(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every audit that is not done (its id); it rings although the account is lost."""
    for one in facts.audits:
        yield Verdict(
            rule=RULE,
            subject=one.id,
            steps=_steps(facts, policy, one),
            reason=f"Lost on {on(one.ended_on)}: {_reason(facts, one, now)}.",
            clears=_clears(one),
            threshold=f"{several(policy.audit_days, 'day')} after the loss; {policy.audit_late_days} working days more",
            since=one.opened_at,
            rests_on=(one.id,),
            hearer=one.leader_id or one.chooser_id,
            manner=Manner.PRIVATE,
        )


def _steps(facts: AccountFacts, policy: Policy, one: AuditFact) -> Steps:
    calendar = facts.calendar
    due = calendar.opening(one.due_on)
    chosen_by = due if one.leader_id else calendar.add_working_days(one.opened_at, policy.audit_choose_days)
    return ascending(
        [
            (one.opened_at, Level.EARLY),
            (min(due, chosen_by), Level.DUE),
            (calendar.add_working_days(due, policy.audit_late_days), Level.CRITICAL),
        ]
    )


def _reason(facts: AccountFacts, one: AuditFact, now: datetime) -> str:
    when = f"{'is' if one.due_on >= facts.calendar.day(now) else 'was'} due by {on(one.due_on)}"
    if one.leader_id is None:
        return f"{_NO_LONGER if one.was_led else _NOBODY}; it {when}"
    so_far = f"{several(one.findings, 'finding')} so far" if one.findings else "nothing is found yet"
    return f"its audit {when}; {so_far}"


def _clears(one: AuditFact) -> str:
    if one.leader_id is None:
        return "Choose somebody neutral: I say who could be."
    return "What was found, and a word that it is done."
