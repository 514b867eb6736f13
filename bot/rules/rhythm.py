"""The account's own rhythm as one more voice on its silence, within bounds that its tier sets."""

from __future__ import annotations

from datetime import datetime
from math import ceil, floor

from bot.facts import AccountFacts, Rhythm, share_shorter, usual_gap
from bot.policy import Cadence, Policy
from bot.rules.voices import Voice
from bot.rules.words import ago, days, length

ENOUGH_GAPS = 3


def rhythm_voice(facts: AccountFacts, policy: Policy, now: datetime, attempts: str = "") -> Voice | None:
    """What the rhythm says of the silence since the last contact; None until enough gaps are known.

    `attempts` is told after the length of the silence.
    """
    known, since = facts.rhythm, facts.last_contact_at
    if known is None or since is None or len(known.gaps) < ENOUGH_GAPS:
        return None
    early, due, critical = (facts.silence_reaching(score) or 0 for score in policy.rhythm_levels)
    least, most = bounds(facts, policy)
    cadence = Cadence(
        early=_within(least.early, early, most.early),
        due=_within(least.due, due, most.due),
        critical=_within(least.critical, critical, most.critical),
    )
    return Voice(
        cadence=cadence,
        clause=f"by their own rhythm they are called quiet after {cadence.due}",
        threshold=f"{days(cadence.due)}, {_whence(facts, due, cadence.due)}",
        says=_sentence(facts, known, since, now, attempts),
    )


def bounds(facts: AccountFacts, policy: Policy) -> tuple[Cadence, Cadence]:
    """The least and the most days of silence at which a rhythm may have each level reached."""
    tier, (least, most) = policy.tier(facts.tier).contact, policy.rhythm_bounds
    return (
        Cadence(*(max(1, ceil(least * count)) for count in (tier.early, tier.due, tier.critical))),
        Cadence(*(max(1, floor(most * count)) for count in (tier.early, tier.due, tier.critical))),
    )


def compared(known: Rhythm, silent: int) -> str:
    """How a silence of so many days compares with the gaps before: `longer than 97% of their gaps`."""
    shorter = share_shorter(known, silent) or 0.0
    if silent > known.longest[0]:
        return "longer than any gap so far"
    if shorter == 1:
        return f"longer than any of their last {len(known.gaps)} gaps"
    return f"longer than {shorter:.0%} of their gaps" if shorter else "nothing unusual for them"


def _within(least: int, count: int, most: int) -> int:
    return max(least, min(count, most))


def _whence(facts: AccountFacts, wished: int, due: int) -> str:
    if wished < due:
        return f"the soonest for the {facts.tier} tier"
    return f"the latest for the {facts.tier} tier" if wished > due else "by their own rhythm"


def _sentence(facts: AccountFacts, known: Rhythm, since: datetime, now: datetime, attempts: str) -> str:
    usually = f"Usually every {days(round(usual_gap(known) or 0))}"
    if facts.calendar.elapsed_days(since, now) <= 1:
        return f"{usually}, in touch {ago(facts.calendar, since, now)}{attempts}"
    silent = facts.calendar.counted_days(since, now)
    return f"{usually}, silent for {length(facts.calendar, since, now)}{attempts}: {compared(known, silent)}"
