"""Single thread: all hangs on one contact, or on one person of ours (MISSION C4).

Early after the policy's grace for a senior gap, due after the tier's senior days. Those are no numbers of its own: both
gaps are closed by getting to know somebody else there, and a tier gives as long for the one as for the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import days, several, waiting

RULE = "single_thread"
ENOUGH = 2


def single_thread(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account: early after the policy's grace, due after the tier's senior clock."""
    if not facts.watched:
        return
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, ascending([*_contacts_steps(facts, policy), *_knowers_steps(facts, policy)])),
        reason=f"{_reason(facts, policy)}{waiting(facts, now)}.",
        clears="Two contacts on the account, and two of us in calls or meetings with them.",
        threshold=f"two contacts, and two of us who spoke with them within {days(policy.single_thread_days)}",
        since=_alone_since(facts),
        rests_on=tuple(contact.id for contact in facts.contacts if contact.left_at is None),
    )


def _contacts_steps(facts: AccountFacts, policy: Policy) -> Steps:
    present = sum(contact.left_at is None for contact in facts.contacts)
    return _graced(facts, policy, _alone_since(facts)) if present < ENOUGH else ()


def _alone_since(facts: AccountFacts) -> datetime:
    """When the second contact left; the start, when there never were two."""
    left = sorted((contact.left_at for contact in facts.contacts if contact.left_at), reverse=True)
    leavings_since = ENOUGH - 1 - (len(facts.contacts) - len(left))
    return left[leavings_since] if 0 <= leavings_since < len(left) else facts.started_at


def _knowers_steps(facts: AccountFacts, policy: Policy) -> Steps:
    """Counted from the start; with two who know them, from when the second's last talk will be too long ago."""
    steps = _graced(facts, policy, facts.started_at)
    last_met = sorted(facts.known_by.values(), reverse=True)
    if len(last_met) < ENOUGH:
        return steps
    calendar = facts.calendar
    lapses = calendar.after(last_met[ENOUGH - 1], policy.single_thread_days)
    return ascending((max(at, lapses), level) for at, level in steps)


def _graced(facts: AccountFacts, policy: Policy, since: datetime) -> Steps:
    grace, clock = policy.senior_grace_days, policy.tier(facts.tier).senior
    after = facts.calendar.after
    return ascending([(after(since, grace), Level.EARLY), (after(since, max(grace, clock)), Level.DUE)])


def _reason(facts: AccountFacts, policy: Policy) -> str:
    present = [contact for contact in facts.contacts if contact.left_at is None]
    contacts = {
        0: "no contact is on record",
        1: f"only one contact is on record{f', {present[0].name}' if present else ''}",
    }.get(len(present), f"{several(len(present), 'contact')} are on record")
    window = f"in the last {days(policy.single_thread_days)}"
    knowers = {
        0: f"nobody of us spoke with them {window}",
        1: f"only one of us spoke with them {window}",
    }.get(len(facts.known_by), f"{len(facts.known_by)} of us spoke with them {window}")
    return f"{contacts[0].upper()}{contacts[1:]}, and {knowers}"
