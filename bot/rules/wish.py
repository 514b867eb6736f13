"""Wish: something the client would like from us is due on their rhythm (MISSION C9, E3).

Early some working days before, fewer where it comes often; due on its day, or the last working day before it; critical
some working days later. Every delivery sets the next day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.facts import AccountFacts, Calendar, WishFact
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, before, held
from bot.rules.verdict import Verdict
from bot.rules.words import on, quoted, several, waiting

RULE = "wish"
_WEEK = 7


def wish(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every open wish (its id)."""
    if facts.watched:
        yield from (_open(facts, policy, now, one) for one in facts.wishes)


def _open(facts: AccountFacts, policy: Policy, now: datetime, one: WishFact) -> Verdict:
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, _steps(facts.calendar, one, policy)),
        reason=f"{_reason(facts.calendar, one, now)}{waiting(facts, now)}.",
        clears="Deliver it and say so, or say why it is declined.",
        threshold=(
            f"{several(_ahead(one, policy), 'working day')} before its day; "
            f"{several(policy.wish_late_days, 'working day')} after it is urgent"
        ),
        since=one.noted_at,
        rests_on=(one.id,),
        hearer=one.owner_id,
        contact_id=facts.there(one.contact_id),
    )


def _steps(calendar: Calendar, one: WishFact, policy: Policy) -> Steps:
    begins = calendar.opening(calendar.day(one.noted_at))
    if one.delivered_on:
        begins = max(begins, calendar.opening(one.delivered_on + timedelta(days=1)))
    return ascending(
        [
            (max(begins, before(calendar, one.due_on, _ahead(one, policy))), Level.EARLY),
            (max(begins, before(calendar, one.due_on, 0)), Level.DUE),
            (calendar.add_working_days(calendar.start_of(one.due_on), policy.wish_late_days), Level.CRITICAL),
        ]
    )


def _ahead(one: WishFact, policy: Policy) -> int:
    """Working days before; of what comes often, one for each week between."""
    return min(policy.wish_ahead_days, one.days // _WEEK) if one.days else policy.wish_ahead_days


def _reason(calendar: Calendar, one: WishFact, now: datetime) -> str:
    who = one.contact or "They"
    when = "is due by" if one.due_on >= calendar.day(now) else "was due by"
    often = f" {one.every}" if one.days else ""
    last = f"; last delivered on {on(one.delivered_on)}" if one.delivered_on else ""
    return f"{who} would like “{quoted(one.text)}”{often}; {'the next' if last else 'it'} {when} {on(one.due_on)}{last}"
