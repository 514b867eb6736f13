"""Quiet: they have not been in touch for too long (MISSION C1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.facts import AccountFacts
from bot.policy import Policy, Tier
from bot.rules.once import once
from bot.rules.rhythm import rhythm_voices
from bot.rules.steps import held, proportioned
from bot.rules.verdict import Verdict
from bot.rules.voices import Voice, heard, tier_voices
from bot.rules.words import ago, days, length, on, several, waiting

RULE = "quiet"


@once
def quiet(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account: the silence since they last spoke with us.

    The start stands in for that only while nothing is logged: a first touch, however old, is where it is measured from.
    """
    if not facts.watched:
        return
    since = facts.last_contact_at or facts.started_at
    voice, steps = heard(_voices(facts, policy, now), facts, since, now)
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, steps, until=facts.covered_until(now)),
        reason=f"{voice.says or f'{_silence(facts, now)}; {voice.clause}'}{waiting(facts, now, covered=True)}.",
        clears="A call, a meeting or a message in which they speak with us.",
        threshold=voice.threshold,
        since=since,
        rests_on=(facts.last_contact_id,) if facts.last_contact_id else (),
    )


def _voices(facts: AccountFacts, policy: Policy, now: datetime) -> tuple[Voice, ...]:
    """Every cadence that measures the silence: the tier's, a promise, and the account's own rhythm.

    The rhythm of a key account only tightens; elsewhere it stands in the place of the tier. A promise always counts.
    """
    tiers = tier_voices(facts, policy, "{who} is called quiet after {n}")
    rhythms = tuple(rhythm_voices(facts, policy, now, _attempts(facts)))
    measuring = (*tiers, *rhythms) if facts.tier is Tier.KEY else rhythms or tiers
    return *measuring, *_promise(facts)


def _promise(facts: AccountFacts) -> Iterator[Voice]:
    if facts.cadence_days is not None:
        promise = days(facts.cadence_days)
        yield Voice(proportioned(facts.cadence_days), f"we said every {promise}", f"{promise}, as promised")


def _attempts(facts: AccountFacts) -> str:
    return f", {several(facts.attempts_since_contact, 'attempt')} since" if facts.attempts_since_contact else ""


def _silence(facts: AccountFacts, now: datetime) -> str:
    attempts = _attempts(facts)
    if facts.last_contact_at is None:
        nothing = "No word from them" if facts.last_touch else "Nothing logged"
        start = f"since the start on {on(facts.calendar.day(facts.started_at))}"
        return f"{nothing} {start}, {length(facts.calendar, facts.started_at, now)}{attempts}"
    if facts.calendar.elapsed_days(facts.last_contact_at, now) <= 1:
        return f"They were in touch {ago(facts.calendar, facts.last_contact_at, now)}{attempts}"
    return f"No word from them for {length(facts.calendar, facts.last_contact_at, now)}{attempts}"
