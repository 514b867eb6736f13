"""Occasion: a day of theirs comes round that is worth a kind word (MISSION A8).

| day                                   | early                 | due                                |
|---------------------------------------|-----------------------|------------------------------------|
| client for one year, five, ten, …     | the policy's days ago | on the day                         |
| client for any other number of years  | the policy's days ago |                                    |
| an anniversary of theirs, every year  | the policy's days ago | on the day                         |
| a milestone of theirs, once           | the policy's days ago | on the day                         |

What falls on a day that does not work is said on the next one that does. Thanks, a visit or a meal from the first of
these days on answer it; as many days after the day as before, it has passed and says no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.facts import AccountFacts, TraitFact
from bot.policy import Level, Policy, Status, TraitKind
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import days, on, quoted, several, waiting
from bot.rules.years import anniversary, full_years

RULE = "occasion"
CLIENT_SINCE = "client-since"


class _Occasion(NamedTuple):
    """A day of theirs. `what` it is stands before the day in a sentence, their `words` behind it.

    `matters`: it is due on the day, not only early before it.
    """

    subject: str
    day: date
    what: str
    words: str = ""
    matters: bool = True


def occasion(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the day on which they became a client, and one for every day of theirs (its trait's id)."""
    if facts.watched and policy.occasion_days:
        yield from (_verdict(facts, policy, now, one) for one in _occasions(facts, policy, now))


def _occasions(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[_Occasion]:
    """What comes next of each, or is not over yet."""
    not_over = facts.calendar.day(now) - timedelta(days=policy.occasion_days)
    if facts.client_since is not None:
        years = max(1, full_years(facts.client_since, not_over - timedelta(days=1)) + 1)
        is_round = years == 1 or years % 5 == 0
        what = f"Client for {several(years, 'year')}"
        yield _Occasion(CLIENT_SINCE, anniversary(facts.client_since, years), what, matters=is_round)
    for one in facts.traits:
        if (day := _next(one, not_over)) is not None:
            yield _of_trait(one, day)


def _next(one: TraitFact, not_over: date) -> date | None:
    """The next day of a trait; None: it has no day, or has had it."""
    if one.falls_on is None or one.kind not in (TraitKind.MILESTONE, TraitKind.ANNIVERSARY):
        return None
    if one.kind is TraitKind.MILESTONE or one.falls_on >= not_over:
        return one.falls_on if one.falls_on >= not_over else None
    return anniversary(one.falls_on, full_years(one.falls_on, not_over - timedelta(days=1)) + 1)


def _of_trait(one: TraitFact, day: date) -> _Occasion:
    years = day.year - one.falls_on.year if one.falls_on else 0
    comes_round, after = (" comes round", f", after {several(years, 'year')}") if years else ("", "")
    return _Occasion(one.id, day, f"A day of theirs{comes_round}", f"{after}: “{quoted(one.text)}”")


def _verdict(facts: AccountFacts, policy: Policy, now: datetime, one: _Occasion) -> Verdict:
    calendar = facts.calendar
    begins = one.day - timedelta(days=policy.occasion_days)
    until = calendar.start_of(one.day + timedelta(days=policy.occasion_days + 1))
    steps = held(facts, _steps(facts, one, begins)) if _is_time(facts, begins) else ()
    return Verdict(
        rule=RULE,
        subject=one.subject,
        steps=tuple(step for step in steps if step[0] < until),
        reason=f"{one.what} {_when(one.day, calendar.day(now))}{one.words}{waiting(facts, now)}.",
        clears="Congratulate them: a kind word, a visit or a meal, logged as thanks or as what it was.",
        threshold=f"{days(policy.occasion_days)} before{', and on the day' if one.matters else ''}",
        since=calendar.start_of(begins),
        rests_on=() if one.subject == CLIENT_SINCE else (one.subject,),
        until=until,
    )


def _is_time(facts: AccountFacts, begins: date) -> bool:
    """Not in the middle of a rescue, nor while they leave; and not once they were thanked for it."""
    if facts.status in (Status.RESCUE, Status.LEAVING):
        return False
    return facts.last_thanks_at is None or facts.calendar.day(facts.last_thanks_at) < begins


def _steps(facts: AccountFacts, one: _Occasion, begins: date) -> Steps:
    steps = [(facts.calendar.opening(begins), Level.EARLY)]
    steps += [(facts.calendar.opening(one.day), Level.DUE)] if one.matters else []
    return ascending(steps)


def _when(day: date, today: date) -> str:
    return "today" if day == today else f"on {on(day)}"
