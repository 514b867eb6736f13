"""The account's own rhythm as one more voice on its silence, within bounds that its tier sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import ceil, floor
from typing import NamedTuple

from bot.facts import AccountFacts, Rhythm, share_shorter, usual_gap
from bot.policy import Cadence, Policy, Tier
from bot.rules.steps import proportioned
from bot.rules.voices import Voice, new_until
from bot.rules.words import a_tier, ago, days, length

REGULAR = 3  # gaps: from here on their longest one says what is still like them


def rhythm_voices(facts: AccountFacts, policy: Policy, now: datetime, attempts: str = "") -> Iterator[Voice]:
    """What the rhythm says of the silence since the last contact, within the bounds of the tier; nothing before a gap.

    While the account is new, the rhythm speaks within those of the next tighter tier as well. `attempts` is told after
    the length of the silence.
    """
    known, since = facts.rhythm, facts.last_contact_at
    if known is None or since is None or not known.gaps:
        return
    own = _Speaker(_wished(facts, policy, known), _sentence(facts, known, since, now, attempts), policy)
    yield own.within(facts.tier)
    if facts.tier is not facts.tier.tighter:
        yield own.within(facts.tier.tighter, new_until(facts, policy))


class _Speaker(NamedTuple):
    """What a rhythm alone asks for, and the sentence that tells of it."""

    wished: Cadence
    says: str
    policy: Policy

    def within(self, tier: Tier, until: datetime | None = None) -> Voice:
        """The rhythm's voice at an account of a tier; `until`: it says nothing new from there on."""
        least, most = bounds(self.policy, tier)
        cadence = self.wished.at_most(most).at_least(least)
        whence, says = "by their own rhythm", self.says
        if cadence.due > self.wished.due:
            whence = f"the soonest for the {tier} tier"
        elif cadence.due < self.wished.due:
            whence = f"the latest for the {tier} tier"
            says = f"{says}; {a_tier(tier)} is called quiet after {cadence.due} at the latest"
        return Voice(
            cadence=cadence,
            clause=f"by their own rhythm they are called quiet after {cadence.due}",
            threshold=f"{days(cadence.due)}, {whence}{' while the account is new' if until else ''}",
            until=until,
            says=says,
        )


def _wished(facts: AccountFacts, policy: Policy, known: Rhythm) -> Cadence:
    """What the rhythm alone asks for: by its score, soon enough where none of their gaps was nearly as long.

    Of a silence no longer than their usual gap it says nothing.
    """
    wished = Cadence(*(facts.silence_reaching(score) or 0 for score in policy.rhythm_levels))
    if len(known.gaps) >= REGULAR:
        wished = wished.at_most(proportioned(max(1, round(policy.rhythm_longest * max(known.gaps)))))
    unusual = floor(usual_gap(known) or 0) + 1
    return wished.at_least(Cadence(unusual, unusual, unusual))


def bounds(policy: Policy, tier: Tier) -> tuple[Cadence, Cadence]:
    """The least and the most days of silence at which a rhythm may have each level reached, at accounts of a tier."""
    contact, (least, most) = policy.tier(tier).contact, policy.rhythm_bounds
    return (
        Cadence(*(max(1, ceil(least * days)) for days in contact.days)),
        Cadence(*(max(1, floor(most * days)) for days in contact.days)),
    )


def usually(known: Rhythm) -> str:
    """`Usually every 9 days`; of a single gap, `Once 9 days apart`."""
    usual = days(round(usual_gap(known) or 0))
    return f"Usually every {usual}" if len(known.gaps) > 1 else f"Once {usual} apart"


def compared(known: Rhythm, silent: int) -> str:
    """How a silence of so many days compares with the gaps before: `longer than 97% of their gaps`."""
    shorter = share_shorter(known, silent) or 0.0
    if silent > known.longest[0]:
        return "longer than any gap so far"
    if shorter == 1:
        return f"longer than any of their last {len(known.gaps)} gaps"
    return f"longer than {shorter:.0%} of their gaps" if shorter else "nothing unusual for them"


def _sentence(facts: AccountFacts, known: Rhythm, since: datetime, now: datetime, attempts: str) -> str:
    if facts.calendar.elapsed_days(since, now) <= 1:
        return f"{usually(known)}, in touch {ago(facts.calendar, since, now)}{attempts}"
    silent = facts.calendar.counted_days(since, now)
    return f"{usually(known)}, silent for {length(facts.calendar, since, now)}{attempts}: {compared(known, silent)}"
