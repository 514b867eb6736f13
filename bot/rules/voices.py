"""Whose limit it is: one silence may be measured by several cadences, and the earliest speaks.

The tier always has a voice. In an account's first days the next tighter tier has one too: what it said by then stays
said, as tenure never relaxes a clock, and afterwards it says nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.facts import AccountFacts
from bot.policy import Cadence, Policy
from bot.rules.steps import Steps, ascending, counted
from bot.rules.verdict import level_of
from bot.rules.words import a_tier, days


class Voice(NamedTuple):
    """One cadence, and how a sentence names it."""

    cadence: Cadence
    clause: str  # "a key account is called quiet after 14"
    threshold: str  # "14 days, key tier"
    until: datetime | None = None  # it says nothing new from here on
    says: str = ""  # "Usually every 9 days, silent for 31 days: …", where it tells of the silence itself

    def steps(self, facts: AccountFacts, since: datetime) -> Steps:
        """When this voice speaks about a silence that began at `since`."""
        steps = counted(facts.calendar, since, self.cadence)
        return tuple(step for step in steps if self.until is None or step[0] < self.until)


def tier_voices(facts: AccountFacts, policy: Policy, clause: str) -> tuple[Voice, ...]:
    """The account's tier, and while it is new the next tighter one. `clause` has places for `who`, `n` and `days`."""
    cadence = policy.tier(facts.tier).contact
    own = Voice(cadence, _fill(clause, a_tier(facts.tier), cadence), f"{days(cadence.due)}, {facts.tier} tier")
    if facts.tier is facts.tier.tighter:
        return (own,)
    tighter = policy.tier(facts.tier.tighter).contact
    who = f"in its first {days(policy.new_account_days)} an account"
    threshold = f"{days(tighter.due)}, {facts.tier.tighter} tier while the account is new"
    return own, Voice(tighter, _fill(clause, who, tighter), threshold, new_until(facts, policy))


def new_until(facts: AccountFacts, policy: Policy) -> datetime:
    """When an account is no longer new (aware UTC): the start of a local day."""
    calendar = facts.calendar
    return calendar.start_of(calendar.day(facts.started_at) + timedelta(days=policy.new_account_days))


def heard(voices: Sequence[Voice], facts: AccountFacts, since: datetime, now: datetime) -> tuple[Voice, Steps]:
    """The voice that a sentence should name, and the steps of all: each level when the first of them reaches it.

    Named is the loudest by now; of equals, the one that still has something to say; of those, the tightest.
    """

    def rank(told: tuple[Voice, Steps]) -> tuple[int, bool, int]:
        voice, steps = told
        level = level_of(steps, now)
        over = voice.until is not None and voice.until <= now
        return -(level.loudness if level else 0), over, voice.cadence.due

    spoken = [(voice, voice.steps(facts, since)) for voice in voices]
    return min(spoken, key=rank)[0], ascending(step for _, steps in spoken for step in steps)


def _fill(clause: str, who: str, cadence: Cadence) -> str:
    return clause.format(who=who, n=cadence.due, days=days(cadence.due))
