"""Complacency: long held, never an unhappy word, and little attention (MISSION C8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from math import ceil

from bot.facts import ENCOUNTERS, AccountFacts
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import a_tier, days, on, several, waiting

RULE = "complacency"
WINDOW_DAYS = 180


def complacency(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account: early when it has half the talks of its tier, due when it has half of those.

    It rests once an unhappy word was logged: somebody there speaks openly.
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
        threshold=f"{several(wanted, 'talk')} in {days(WINDOW_DAYS)}, {facts.tier} tier; "
        f"a client for {several(policy.complacency_years, 'year')} or more",
        since=None if speaks_openly else _counted_from(facts, wanted),
        rests_on=() if speaks_openly else tuple(one.id for one in facts.encounters[: -wanted - 1 : -1]),
    )


def enough_talks(facts: AccountFacts, policy: Policy) -> int:
    """How many talks within the window are attention enough: half of what the tier's days would make."""
    return min(ENCOUNTERS, max(1, ceil(_usual_talks(facts, policy) / 2)))


def _usual_talks(facts: AccountFacts, policy: Policy) -> float:
    return WINDOW_DAYS / policy.tier(facts.tier).contact.due


def _steps(facts: AccountFacts, policy: Policy, wanted: int) -> Steps:
    calendar = facts.calendar
    long_held = calendar.opening(_anniversary(calendar.day(facts.started_at), policy.complacency_years))
    levels = ((wanted, Level.EARLY), (ceil(wanted / 2), Level.DUE))
    return ascending(
        (max(long_held, calendar.after(_counted_from(facts, talks), WINDOW_DAYS)), level) for talks, level in levels
    )


def _counted_from(facts: AccountFacts, talks: int) -> datetime:
    """The so-and-so-manyth newest talk; with fewer on record, since when there is a record at all."""
    known = [one.occurred_at for one in facts.encounters]
    return known[-talks] if len(known) >= talks else min([facts.added_at, *known])


def _anniversary(day: date, years: int) -> date:
    """The same day so many years later; 1 March for a 29 February that is missing."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _reason(facts: AccountFacts, policy: Policy, now: datetime) -> str:
    calendar = facts.calendar
    if facts.last_unhappy_at:
        return f"An unhappy word was logged on {on(calendar.day(facts.last_unhappy_at))}: somebody there speaks openly"
    usual = f"{a_tier(facts.tier)} would see about {_usual_talks(facts, policy):.0f}"
    return f"{_client_for(facts, now)}, no critical word was ever logged, and {_talks(facts, now)}; {usual}"


def _client_for(facts: AccountFacts, now: datetime) -> str:
    start, today = facts.calendar.day(facts.started_at), facts.calendar.day(now)
    years = today.year - start.year - (today < _anniversary(start, today.year - start.year))
    return f"Client for {several(years, 'year')}" if years > 0 else "Client for less than a year"


def _talks(facts: AccountFacts, now: datetime) -> str:
    lately = sum(facts.calendar.counted_days(one.occurred_at, now) < WINDOW_DAYS for one in facts.encounters)
    count = f"{lately} talks or more" if lately == ENCOUNTERS else several(lately, "talk") if lately else "no talk"
    return f"{count} in the last {days(WINDOW_DAYS)}"
