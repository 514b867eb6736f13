"""Opening: a referral to ask for or something more to offer, on an account that is well (MISSION J3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts, OpeningFact
from bot.policy import Level, Policy
from bot.rules.healthy import ails
from bot.rules.steps import held
from bot.rules.verdict import Verdict
from bot.rules.words import on

RULE = "opening"
_WHAT = {"referral": "Ask for a referral", "upsell": "Offer more"}


def opening(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every opening (its id): early on its day, never louder, and at rest while the account ails."""
    if facts.watched:
        yield from (_open(facts, policy, now, one) for one in facts.openings)


def _open(facts: AccountFacts, policy: Policy, now: datetime, one: OpeningFact) -> Verdict:
    why_not = ails(facts, policy, now)
    steps = () if why_not else ((facts.calendar.opening(one.ask_on), Level.EARLY),)
    waits = f"; it waits, as {why_not}" if why_not else ""
    by = f", noted by {one.noted_by}" if one.noted_by else ""
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, steps),
        reason=f"{_WHAT[one.kind]}: “{one.text}”, from {on(one.ask_on)} on{by}{waits}.",
        clears="Say that it was asked, or drop it.",
        threshold=f"from {on(one.ask_on)} on, while they are well",
        since=one.noted_at,
        rests_on=(one.id,),
    )
