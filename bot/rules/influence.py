"""Web of influence: everyone who can hire or fire us is tied to several people of ours (MISSION C4).

Early once the tier's senior days have gone by since somebody was known to decide. That is no number of its own: whoever
decides is somebody senior, and as often as we are to meet them, so long one of us may take to bring another along.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts, ContactFact
from bot.policy import Level, Policy
from bot.rules.steps import held
from bot.rules.verdict import Verdict
from bot.rules.words import days, several, waiting

RULE = "influence"


def influence(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account once somebody who can hire or fire us is on record; never more than early."""
    deciders = [contact for contact in facts.contacts if contact.can_hire_or_fire and contact.left_at is None]
    if not facts.watched or not deciders or not policy.influence_people:
        return
    loosest = min(deciders, key=lambda decider: (_loose_at(facts, policy, decider), decider.id))
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, ((_loose_at(facts, policy, loosest), Level.EARLY),)),
        reason=f"{_reason(deciders, loosest, policy)}{waiting(facts, now)}.",
        clears=f"Calls or meetings of {several(policy.influence_people, 'person', 'people')} of ours "
        f"with {loosest.name}.",
        threshold=f"{policy.influence_people} of us who spoke with each of them "
        f"within {days(policy.single_thread_days)}",
        since=loosest.known_since,
        rests_on=tuple(decider.id for decider in deciders),
        contact_id=loosest.id,
    )


def _loose_at(facts: AccountFacts, policy: Policy, decider: ContactFact) -> datetime:
    """After the tier's senior clock; with enough who know them, when the last talk of one is too long ago."""
    after = facts.calendar.after
    grace = after(max(decider.known_since, facts.started_at), policy.tier(facts.tier).senior)
    talks = sorted(decider.tied_to.values(), reverse=True)
    if len(talks) < policy.influence_people:
        return grace
    return max(grace, after(talks[policy.influence_people - 1], policy.single_thread_days))


def _reason(deciders: list[ContactFact], loosest: ContactFact, policy: Policy) -> str:
    ties = len(loosest.tied_to)
    spoke = "nobody of us" if ties == 0 else f"{ties} of us" if ties > 1 else "only one of us"
    short = sum(len(decider.tied_to) < policy.influence_people for decider in deciders)
    others = short - (ties < policy.influence_people)
    more = f", and too few know {several(others, 'other')} who can" if others else ""
    return (
        f"{loosest.name} can hire or fire us, and {spoke} spoke with them in the last "
        f"{days(policy.single_thread_days)}; {policy.influence_people} should{more}"
    )
