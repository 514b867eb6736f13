"""Staffing: the account went from one owner of ours to the next too often (MISSION A6).

The changes of one day count as one, and none where it ended as it began; going to nobody is none, coming from nobody
to somebody new is one. Due from the working day after the change that made it one too many, until the owner of today
has spoken with them since, and at the longest until the changes lie far enough apart again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.facts import AccountFacts
from bot.policy import Level, Policy
from bot.rules.steps import Steps, held
from bot.rules.verdict import Verdict
from bot.rules.words import days, on, several, waiting

RULE = "staffing"


class _Handover(NamedTuple):
    """From one owner to another. `ids` are those of the changes that made it."""

    day: date
    at: datetime
    ids: tuple[str, ...]


def staffing(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account, once it has changed hands at all."""
    lately = _lately(facts, policy, now)
    if not facts.watched or not policy.staffing_changes or not lately:
        return
    counted = lately[-policy.staffing_changes :]
    is_sign = len(counted) == policy.staffing_changes
    until = facts.calendar.start_of(counted[0].day + timedelta(days=policy.staffing_days))
    steps = held(facts, _steps(facts, lately[-1])) if is_sign else ()
    yield Verdict(
        rule=RULE,
        subject="",
        steps=tuple(step for step in steps if step[0] < until),
        reason=f"{_reason(facts, policy, lately)}{waiting(facts, now)}.",
        clears="A call or a meeting of its owner with them, by which they know who looks after them now.",
        threshold=f"{several(policy.staffing_changes, 'change')} of owner within {days(policy.staffing_days)}",
        since=counted[0].at,
        rests_on=tuple(id_ for one in reversed(lately) for id_ in one.ids),
        until=until,
    )


def handovers(facts: AccountFacts) -> list[_Handover]:
    """When the account went from one owner to another, oldest first."""
    made: list[_Handover] = []
    owner: str | None = facts.staffing[0].before_id if facts.staffing else None
    by_day: dict[date, list[int]] = {}
    for place, change in enumerate(facts.staffing):
        by_day.setdefault(facts.calendar.day(change.changed_at), []).append(place)
    for day, places in by_day.items():
        last = facts.staffing[places[-1]]
        if last.after_id is None:
            continue
        if owner is not None and last.after_id != owner:
            made.append(_Handover(day, last.changed_at, tuple(facts.staffing[place].id for place in places)))
        owner = last.after_id
    return made


def _lately(facts: AccountFacts, policy: Policy, now: datetime) -> Sequence[_Handover]:
    """Those of the days that count, the first of those that make a sign included while it does."""
    since = facts.calendar.day(now) - timedelta(days=policy.staffing_days)
    return [one for one in handovers(facts) if one.day > since]


def _steps(facts: AccountFacts, last: _Handover) -> Steps:
    spoke = facts.known_by.get(facts.owner_id or "")
    if spoke is not None and spoke >= last.at:
        return ()
    return ((facts.calendar.after(last.at, 1), Level.DUE),)


def _reason(facts: AccountFacts, policy: Policy, lately: Sequence[_Handover]) -> str:
    last = lately[-1]
    changed = f"It changed hands {_times(len(lately))} in {days(policy.staffing_days)}"
    spoke = facts.known_by.get(facts.owner_id or "")
    if facts.owner_id is None:
        since = "nobody owns it now"
    elif spoke is not None and spoke >= last.at:
        since = f"its owner of today spoke with them on {on(facts.calendar.day(spoke))}"
    else:
        since = "they have not met its new owner yet, as far as is logged"
    return f"{changed}, last on {on(last.day)}; {since}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
