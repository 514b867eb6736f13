"""Litmus: an account has not been tested for long, or an open test waits for somebody's view (MISSION C9, G1).

The account's own clock (subject "") counts months since its last test that somebody gave a view to; while a test is
open, it rings when that is to be closed. Each view that is waited for has a clock of its own (its id), which
is a word to that person alone: a reminder half-way, and another some working days before the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.facts import AccountFacts, LitmusFact, ViewFact
from bot.policy import Level, Manner, Policy
from bot.rules.steps import ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import a_tier, on, several, waiting

RULE = "litmus"


def litmus(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account, and one for every view that an open test waits for."""
    if not facts.watched:
        return
    opened = next((one for one in facts.litmus_tests if one.is_open), None)
    yield _open(facts, opened) if opened else _due(facts, policy, now)
    yield from (_view(facts, policy, one) for one in facts.litmus_views)


def closes_at(facts: AccountFacts, test: LitmusFact) -> datetime:
    """When an open test is over, whoever has given their view by then."""
    return facts.calendar.end_of(test.due_on)


def _open(facts: AccountFacts, test: LitmusFact) -> Verdict:
    asked = f"{test.given} of {several(test.asked, 'view')}"
    return Verdict(
        rule=RULE,
        subject="",
        steps=((closes_at(facts, test), Level.DUE),),
        reason=f"A litmus test is open since {on(facts.calendar.day(test.opened_at))}: {asked} given, "
        f"it closes on {on(test.due_on)}.",
        clears="Every view that was asked for, or the day on which it closes.",
        threshold=f"closes on {on(test.due_on)}",
        since=test.opened_at,
        rests_on=(test.id,),
    )


def _due(facts: AccountFacts, policy: Policy, now: datetime) -> Verdict:
    calendar, months = facts.calendar, policy.tier(facts.tier).litmus_months
    last = max((one.closed_at for one in facts.litmus_tests if one.closed_at), default=None)
    since = last or facts.added_at
    due = calendar.opening(_months_later(calendar.day(since), months))
    ahead = calendar.opening(calendar.day(due) - timedelta(days=policy.litmus_ahead_days))
    steps = [
        (max(since, ahead), Level.EARLY),
        (due, Level.DUE),
        (calendar.opening(calendar.day(due) + timedelta(days=policy.litmus_late_days * months)), Level.CRITICAL),
    ]
    state = f"The last litmus test was on {on(calendar.day(since))}" if last else "There was no litmus test yet"
    return Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, ascending(steps)),
        reason=f"{state}; at {a_tier(facts.tier)} there should be one every {several(months, 'month')}"
        f"{waiting(facts, now)}.",
        clears="A litmus test: a minute for everyone who touched the account.",
        threshold=f"{several(months, 'month')}, {facts.tier} tier",
        since=since,
        rests_on=tuple(one.id for one in facts.litmus_tests if not one.is_open),
    )


def _view(facts: AccountFacts, policy: Policy, one: ViewFact) -> Verdict:
    calendar = facts.calendar
    begin, end = calendar.start_of(calendar.day(one.asked_at)), calendar.start_of(one.due_on)
    half_way = calendar.opening(calendar.day(begin + (end - begin) / 2))
    last_call = calendar.opening(_working_days_before(facts, one.due_on, policy.litmus_call_days))
    steps = [(at, level) for at, level in ((half_way, Level.EARLY), (last_call, Level.DUE)) if at > one.asked_at]
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, ascending(steps)),
        reason=f"The litmus test would like the view of {one.person or 'somebody'}: a minute, until {on(one.due_on)}.",
        clears="Their view; nobody sees it before the test is closed.",
        threshold=f"half-way, and {several(policy.litmus_call_days, 'working day')} before the test closes",
        since=one.asked_at,
        hearer=one.person_id,
        manner=Manner.PRIVATE,
        rests_on=(one.test_id,),
    )


def _working_days_before(facts: AccountFacts, day: date, left: int) -> date:
    while left:
        day -= timedelta(days=1)
        left -= facts.calendar.works(day)
    return day


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
