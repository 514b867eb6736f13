"""Indirect: a contact who is not in the daily work was not kept in the know (MISSION C5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts, ContactFact, Role
from bot.policy import Policy
from bot.rules.steps import gentle, held
from bot.rules.verdict import Verdict
from bot.rules.words import a_tier, ago, days, on, waiting

RULE = "indirect"


def indirect(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every contact with the role (their id)."""
    if facts.watched:
        theirs = (one for one in facts.contacts if Role.INDIRECT in one.roles and one.left_at is None)
        yield from (_kept(facts, policy, now, one) for one in theirs)


def _kept(facts: AccountFacts, policy: Policy, now: datetime, one: ContactFact) -> Verdict:
    clock = policy.tier(facts.tier).indirect
    since = max(one.known_since, one.last_told_at or one.known_since)
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, gentle(facts, since, clock)),
        reason=f"{one.name} {_told(facts, one, now)}; at {a_tier(facts.tier)} an indirect contact is kept in the know "
        f"every {days(clock)}{waiting(facts, now)}.",
        clears=f"A word to {one.name} on how it goes: a call, a message or a few lines, logged with their name.",
        threshold=f"{days(clock)}, {facts.tier} tier",
        since=since,
        rests_on=(one.id,),
        contact_id=one.id,
    )


def _told(facts: AccountFacts, one: ContactFact, now: datetime) -> str:
    if one.last_told_at:
        return f"last heard from us {ago(facts.calendar, one.last_told_at, now)}"
    known_since = on(facts.calendar.day(one.known_since))
    return f"is known since {known_since}, and nothing is logged that we told them"
