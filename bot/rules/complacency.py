"""Complacency: long held, never an unhappy word, and little attention (MISSION C8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import ceil

from bot.facts import ENCOUNTERS, AccountFacts
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import a_tier, days, on, several, waiting
from bot.rules.years import anniversary, full_years

RULE = "complacency"


def complacency(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account: early when it has half the talks of its tier, due when it has half of those.

    It rests once an unhappy word was logged: somebody there speaks openly. What they said and somebody passed on need
    not be a critical word: it stands for one for a year.
    """
    if not facts.watched or not policy.complacency_years:
        return
    wanted = enough_talks(facts, policy)
    speaks_openly = facts.last_unhappy_at is not None
    steps = () if speaks_openly else _steps(facts, policy, wanted)
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, steps, until=facts.covered_until(now)),
        reason=f"{_reason(facts, policy, now)}{waiting(facts, now, covered=True)}.",
        clears="A few real conversations: ask what could be better, and log what they say; a temp:-1 counts.",
        threshold=f"{several(wanted, 'talk')} in {days(policy.complacency_talk_days)}, {facts.tier} tier; "
        f"a client for {several(policy.complacency_years, 'year')} or more",
        since=None if speaks_openly else _counted_from(facts, wanted),
        rests_on=() if speaks_openly else tuple(one.id for one in facts.encounters[: -wanted - 1 : -1]),
    )


def enough_talks(facts: AccountFacts, policy: Policy) -> int:
    """How many talks within the window are attention enough: half of what the tier's days would make."""
    return min(ENCOUNTERS, max(1, ceil(_usual_talks(facts, policy) / 2)))


def _usual_talks(facts: AccountFacts, policy: Policy) -> float:
    return policy.complacency_talk_days / policy.tier(facts.tier).contact.due


def _steps(facts: AccountFacts, policy: Policy, wanted: int) -> Steps:
    calendar = facts.calendar
    long_held = calendar.opening(anniversary(calendar.day(facts.started_at), policy.complacency_years))
    levels = ((wanted, Level.EARLY), (ceil(wanted / 2), Level.DUE))
    heard_at, window = facts.last_remark_at, policy.complacency_talk_days
    silent = calendar.after(heard_at, policy.complacency_heard_days) if heard_at else long_held
    begins = max(long_held, silent)
    return ascending(
        (max(begins, calendar.after(_counted_from(facts, talks), window)), level) for talks, level in levels
    )


def _counted_from(facts: AccountFacts, talks: int) -> datetime:
    """The so-and-so-manyth newest talk; with fewer on record, since when there is a record at all."""
    known = [one.occurred_at for one in facts.encounters]
    return known[-talks] if len(known) >= talks else min([facts.added_at, *known])


def _reason(facts: AccountFacts, policy: Policy, now: datetime) -> str:
    calendar = facts.calendar
    if facts.last_unhappy_at:
        return f"An unhappy word was logged on {on(calendar.day(facts.last_unhappy_at))}: somebody there speaks openly"
    heard_at = facts.last_remark_at
    if heard_at and calendar.counted_days(heard_at, now) < policy.complacency_heard_days:
        heard_on = on(calendar.day(heard_at))
        return f"What they said was passed on, last on {heard_on}: somebody there speaks openly"
    usual = f"{a_tier(facts.tier)} would see about {_usual_talks(facts, policy):.0f}"
    return f"{_client_for(facts, now)}, no critical word was ever logged, and {_talks(facts, policy, now)}; {usual}"


def _client_for(facts: AccountFacts, now: datetime) -> str:
    years = full_years(facts.calendar.day(facts.started_at), facts.calendar.day(now))
    return f"Client for {several(years, 'year')}" if years > 0 else "Client for less than a year"


def _talks(facts: AccountFacts, policy: Policy, now: datetime) -> str:
    window = policy.complacency_talk_days
    lately = sum(facts.calendar.counted_days(one.occurred_at, now) < window for one in facts.encounters)
    count = f"{lately} talks or more" if lately == ENCOUNTERS else several(lately, "talk") if lately else "no talk"
    return f"{count} in the last {days(window)}"
