"""Audit: a client was lost, and what is to be learned from it waits (MISSION C9, I4).

While nobody neutral leads it, whoever is to choose somebody hears of it: early at once, due some working days later.
Then its leader does: early at once, due on its day. Critical some working days after that day. It is never said in a
channel. What is done or dropped is no open audit any more: its clock is gone.

Once it is done, each finding is looked for on all other accounts, or there is nothing to check: its leader hears of
those that are not decided, early some working days after its end, due as many later, and never louder.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts, AuditFact, UnlearnedFact
from bot.policy import Level, Manner, Policy
from bot.rules.steps import Steps, ascending
from bot.rules.verdict import Verdict
from bot.rules.words import on, several

RULE = "audit"
_NOBODY = "nobody leads the audit yet who had nothing to do with the account"
_NO_LONGER = "whoever led the audit has to do with the account by now, so somebody else is to lead it"


def audit(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every audit that is not done, or not learned from (its id), although the account is lost."""
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
    yield from (_unlearned(facts, policy, one) for one in facts.unlearned if one.findings)


def _unlearned(facts: AccountFacts, policy: Policy, one: UnlearnedFact) -> Verdict:
    calendar, days = facts.calendar, policy.audit_late_days
    of_all = f" of {one.all_of_them}" if one.all_of_them > one.findings else ""
    findings = f"{one.findings}{of_all} findings" if of_all else several(one.findings, "finding")
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=ascending(
            [
                (calendar.add_working_days(one.concluded_at, days), Level.EARLY),
                (calendar.add_working_days(one.concluded_at, 2 * days), Level.DUE),
            ]
        ),
        reason=f"Its audit was done on {on(calendar.day(one.concluded_at))}, and nobody has looked yet whether other "
        f"accounts have the same: {findings}.",
        clears="A lesson from each finding, or the word that there is nothing to check elsewhere.",
        threshold=f"{several(days, 'working day')} after the audit; {days} more",
        since=one.concluded_at,
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
