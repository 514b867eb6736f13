"""Neglect: we have not reached out, however much they wrote (MISSION C2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts
from bot.policy import Policy
from bot.rules.steps import held
from bot.rules.verdict import Verdict
from bot.rules.voices import heard, tier_voices
from bot.rules.words import ago, length, on, waiting

RULE = "neglect"


def neglect(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account: the time since we last reached out, else since the start.

    It rests while they have not been in touch since we last reached out: then the silence is both sides', the quiet
    clock measures at least as much of it, and one nudge says it.
    """
    if not facts.watched:
        return
    since = facts.last_reach_at or facts.started_at
    voices = tier_voices(facts, policy, "{who} should hear from us every {days}")
    voice, steps = heard(voices, facts, since, now)
    theirs = facts.last_contact_at
    ours_to_answer = theirs is not None and (facts.last_reach_at is None or theirs > facts.last_reach_at)
    limit = (
        f"{voice.clause}{waiting(facts, now, covered=True)}" if ours_to_answer else "the quiet clock watches both sides"
    )
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, steps, until=facts.covered_until(now)) if ours_to_answer else (),
        reason=f"{_reached(facts, now)}; {limit}.",
        clears="A call, a visit or a message from us.",
        threshold=voice.threshold,
        since=since,
        rests_on=(facts.last_reach_id,) if facts.last_reach_id else (),
    )


def _reached(facts: AccountFacts, now: datetime) -> str:
    calendar, ours, theirs = facts.calendar, facts.last_reach_at, facts.last_contact_at
    if ours is None:
        reached = f"Nothing from us is logged since the start on {on(calendar.day(facts.started_at))}"
    elif calendar.elapsed_days(ours, now) <= 1:
        reached = f"We reached out {ago(calendar, ours, now)}"
    else:
        reached = f"We have not reached out for {length(calendar, ours, now)}"
    if theirs is None or (ours is not None and theirs <= ours):
        return reached
    return f"{reached}, while they were in touch {ago(calendar, theirs, now)}"
