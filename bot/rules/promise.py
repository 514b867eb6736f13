"""Promise: something promised by a day is open, ours to the client or theirs to us (MISSION C9, E2).

Both are early some working days before. Ours is due on its day, or the last working day before it, and critical when
the day has gone by. Theirs is due from the working day after, and never critical: a kind word is all we can add.
What was kept, broken or let go is no open promise any more: its clock is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.facts import AccountFacts, Calendar, PromiseFact
from bot.policy import Level, Policy
from bot.rules.steps import Step, Steps, ascending, before, held
from bot.rules.verdict import Verdict
from bot.rules.words import not_kept, on, quoted, several, waiting

RULE = "promise"
_CLEARS_OURS = "Keep it, or tell them before they ask and agree on another day; then say here what became of it."
_CLEARS_THEIRS = "It is here, or a kind word to them and another day; then say here what became of it."


def promise(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for every open promise (its id)."""
    if facts.watched:
        yield from (_open(facts, policy, now, one) for one in facts.promises)


def _open(facts: AccountFacts, policy: Policy, now: datetime, one: PromiseFact) -> Verdict:
    return Verdict(
        rule=RULE,
        subject=one.id,
        steps=held(facts, _steps(facts.calendar, one, policy)),
        reason=f"{_reason(facts, policy, one, now)}{waiting(facts, now)}.",
        clears=_CLEARS_OURS if one.is_ours else _CLEARS_THEIRS,
        threshold=_threshold(one, policy),
        since=one.made_at,
        rests_on=(one.id,),
        hearer=one.owner_id,
        contact_id=facts.there(one.contact_id),
    )


def _steps(calendar: Calendar, one: PromiseFact, policy: Policy) -> Steps:
    made = calendar.opening(calendar.day(one.made_at))
    early = (max(made, before(calendar, one.due_on, policy.promise_ahead_days)), Level.EARLY)
    if not one.is_ours:
        return ascending([early, _after(calendar, one, 1, Level.DUE)])
    due = (max(made, before(calendar, one.due_on, 0)), Level.DUE)
    return ascending([early, due, _after(calendar, one, policy.promise_late_days, Level.CRITICAL)])


def _after(calendar: Calendar, one: PromiseFact, count: int, level: Level) -> Step:
    return calendar.add_working_days(calendar.start_of(one.due_on), count), level


def _reason(facts: AccountFacts, policy: Policy, one: PromiseFact, now: datetime) -> str:
    calendar = facts.calendar
    said = f"“{quoted(one.text)}” by {on(one.due_on)}"
    begins = (
        f"We promised {one.contact or 'them'} {said}" if one.is_ours else f"{one.contact or 'They'} promised {said}"
    )
    parts = [begins, _moved(one), _gone_by(calendar, one, now), _broken_before(facts, policy, one, now)]
    return "; ".join(filter(None, parts))


def _moved(one: PromiseFact) -> str:
    return f"another day was agreed {several(one.moved, 'time')}" if one.moved else ""


def _gone_by(calendar: Calendar, one: PromiseFact, now: datetime) -> str:
    late = (calendar.day(now) - one.due_on).days
    return f"that was {several(late, 'day')} ago" if late > 0 else ""


def _broken_before(facts: AccountFacts, policy: Policy, one: PromiseFact, now: datetime) -> str:
    since = facts.calendar.day(now) - timedelta(days=policy.broken_days)
    count = len(facts.broken_since(since, ours=one.is_ours))
    return not_kept(count, "ours" if one.is_ours else "theirs", policy.broken_days) if count else ""


def _threshold(one: PromiseFact, policy: Policy) -> str:
    ahead = f"{several(policy.promise_ahead_days, 'working day')} before its day"
    if not one.is_ours:
        return f"{ahead}; due the working day after"
    return f"{ahead}; {several(policy.promise_late_days, 'working day')} after it is urgent"
