"""Senior gap: whom we know at executive level, and whether we meet them (MISSION C3).

| executives who are there  | the account (subject "")                       | each further one (their id)  |
|---------------------------|------------------------------------------------|------------------------------|
| none, none ever           | nobody is known                                |                              |
| none, one or more left    | the one we knew has left                       |                              |
| one                       | only one; and never met, or met too long ago   |                              |
| several, none ever met    | none of them was ever met                      | never met                    |
| several, some met         | when the last of them was met                  | never met, or met too long ago |

The account speaks through the executive met last (none met: known first), so that one has no clock of their own and
nothing is said twice. Somebody must be known within the policy's grace; a meeting is due within the tier's senior
clock. A further executive's own clock is quieter: early at the senior clock, due at one and a half times it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.facts import AccountFacts, ContactFact, ContactLevel
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, counted, held, proportioned
from bot.rules.verdict import Verdict
from bot.rules.words import a_tier, ago, days, length, on, waiting

RULE = "senior"


def senior(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account, and one for each executive whom the account's own does not speak of."""
    if not facts.watched:
        return
    executives = [contact for contact in facts.contacts if contact.level is ContactLevel.EXECUTIVE]
    present = sorted((e for e in executives if e.left_at is None), key=_nearness)
    left = sorted((e for e in executives if e.left_at is not None), key=lambda e: (e.left_at, e.id))
    if not present:
        yield _nobody(facts, policy, now, left[-1] if left else None)
    elif len(present) == 1:
        yield _only_one(facts, policy, now, present[0], left[-1] if left else None)
    else:
        yield _met_last(facts, policy, now, present)
        yield from (_further(facts, policy, now, executive) for executive in present[1:])


def _nearness(executive: ContactFact) -> tuple[bool, float, float, str]:
    """Met last first; then those never met, known first first."""
    met = executive.last_met_at
    return met is None, -met.timestamp() if met else 0.0, executive.known_since.timestamp(), executive.id


def _nobody(facts: AccountFacts, policy: Policy, now: datetime, gone: ContactFact | None) -> Verdict:
    calendar, grace, clock = facts.calendar, policy.senior_grace_days, _clock(facts, policy)
    since = gone.left_at if gone and gone.left_at else facts.started_at
    steps = ascending(
        [
            (calendar.after(since, 1 if gone else max(1, grace // 2)), Level.EARLY),
            (calendar.after(since, grace), Level.DUE),
            (calendar.after(since, max(grace, clock)), Level.CRITICAL),
        ]
    )
    if gone:
        state = (
            f"{gone.name}, the senior person we knew, left {ago(calendar, since, now)}, and nobody else senior is known"
        )
    else:
        start = f"since the start on {on(calendar.day(since))}, {length(calendar, since, now)}"
        state = f"Nobody senior is known {start}"
    return Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, steps),
        reason=f"{state}; somebody should be within {days(grace)}{waiting(facts, now)}.",
        clears="A contact of level executive on the account.",
        threshold=f"somebody senior known within {days(grace)}",
        since=since,
        rests_on=(gone.id,) if gone else (),
    )


def _only_one(
    facts: AccountFacts, policy: Policy, now: datetime, one: ContactFact, gone: ContactFact | None
) -> Verdict:
    alone_since = max(one.known_since, gone.left_at) if gone and gone.left_at else one.known_since
    alone = ((facts.calendar.after(alone_since, policy.senior_grace_days), Level.EARLY),)
    unmet = _unmet_steps(facts, policy, now, one)
    after = f" since {gone.name} left" if gone and gone.left_at == alone_since else ""
    return Verdict(
        rule=RULE,
        subject="",
        steps=ascending([*held(facts, alone), *unmet]),
        reason=f"Only one senior person is known{after}: {one.name}, {_met(facts, now, one)}; "
        f"{_limit(facts, policy)}{waiting(facts, now, covered=True)}.",
        clears=f"A second contact of level executive, and a meeting with {one.name} within its time.",
        threshold=f"two senior people known; one met within {_threshold(facts, policy)}",
        since=one.last_met_at or one.known_since,
        rests_on=(one.id, gone.id) if after and gone else (one.id,),
        contact_id=one.id,
    )


def _met_last(facts: AccountFacts, policy: Policy, now: datetime, present: Sequence[ContactFact]) -> Verdict:
    last = present[0]
    several_known = f"{len(present)} senior people"
    if last.last_met_at:
        state = f"Of {several_known} known, {last.name} was met last, {ago(facts.calendar, last.last_met_at, now)}"
    else:
        known = length(facts.calendar, last.known_since, now)
        state = f"None of the {several_known} known was ever met, {last.name} known for {known}"
    return Verdict(
        rule=RULE,
        subject="",
        steps=_unmet_steps(facts, policy, now, last),
        reason=f"{state}; {_limit(facts, policy)}{waiting(facts, now, covered=True)}.",
        clears="A meeting, a call or a visit with one of them.",
        threshold=_threshold(facts, policy),
        since=last.last_met_at or last.known_since,
        rests_on=tuple(e.id for e in present),
        contact_id=last.id,
    )


def _further(facts: AccountFacts, policy: Policy, now: datetime, executive: ContactFact) -> Verdict:
    calendar, since = facts.calendar, executive.last_met_at or executive.known_since
    cadence = proportioned(_clock(facts, policy))
    steps = ascending(
        [(calendar.after(since, cadence.due), Level.EARLY), (calendar.after(since, cadence.critical), Level.DUE)]
    )
    return Verdict(
        rule=RULE,
        subject=executive.id,
        steps=held(facts, steps, until=facts.covered_until(now)),
        reason=f"{executive.name}: {_met(facts, now, executive)}; "
        f"{_limit(facts, policy)}{waiting(facts, now, covered=True)}.",
        clears=f"A meeting, a call or a visit with {executive.name}.",
        threshold=_threshold(facts, policy),
        since=since,
        rests_on=(executive.id,),
        contact_id=executive.id,
    )


def _unmet_steps(facts: AccountFacts, policy: Policy, now: datetime, executive: ContactFact) -> Steps:
    since = executive.last_met_at or executive.known_since
    steps = counted(facts.calendar, since, proportioned(_clock(facts, policy)))
    return held(facts, steps, until=facts.covered_until(now))


def _clock(facts: AccountFacts, policy: Policy) -> int:
    return policy.tier(facts.tier).senior


def _met(facts: AccountFacts, now: datetime, executive: ContactFact) -> str:
    if executive.last_met_at:
        return f"met {ago(facts.calendar, executive.last_met_at, now)}"
    return f"known for {length(facts.calendar, executive.known_since, now)} and never met"


def _limit(facts: AccountFacts, policy: Policy) -> str:
    return f"at {a_tier(facts.tier)} somebody senior should be met every {days(_clock(facts, policy))}"


def _threshold(facts: AccountFacts, policy: Policy) -> str:
    return f"{days(_clock(facts, policy))}, {facts.tier} tier"
