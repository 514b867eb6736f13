"""Broken promise: we did not keep a promise, the client was not told, and nobody has spoken with them since (E2).

One is early at once and due some working days later; from the second within the window on it is due at once, and
critical some working days later. A talk with them on that day or later puts it to rest; that it happened still counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.facts import AccountFacts, PromiseFact
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import not_kept, on, quoted, several, waiting

RULE = "broken"


def broken(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account, while a promise of ours that was broken counts."""
    since = facts.calendar.day(now) - timedelta(days=policy.broken_days)
    counted = facts.broken_since(since) if facts.watched else ()
    if counted:
        yield _verdict(facts, policy, now, counted)


def _verdict(facts: AccountFacts, policy: Policy, now: datetime, counted: Sequence[PromiseFact]) -> Verdict:
    untold = [one for one in counted if not one.client_told and not _spoken_since(facts, one)]
    return Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, _steps(facts, policy, untold[-1], len(counted))) if untold else (),
        reason=f"{_reason(policy, counted, untold)}{waiting(facts, now)}.",
        clears="A talk with them: what was promised, that it did not happen, and what you will do by when.",
        threshold=f"{several(policy.broken_talk_days, 'working day')} to speak with them; urgent from the second on",
        since=facts.calendar.start_of(counted[0].broken_on) if counted[0].broken_on else None,
        rests_on=tuple(one.id for one in reversed(counted)),
    )


def _spoken_since(facts: AccountFacts, one: PromiseFact) -> bool:
    spoken = facts.last_contact_at
    return bool(spoken and one.broken_on and facts.calendar.day(spoken) >= one.broken_on)


def _steps(facts: AccountFacts, policy: Policy, last: PromiseFact, count: int) -> Steps:
    calendar = facts.calendar
    begun = calendar.start_of(last.broken_on or last.due_on)
    first, then = (Level.EARLY, Level.DUE) if count == 1 else (Level.DUE, Level.CRITICAL)
    later = calendar.add_working_days(begun, policy.broken_talk_days)
    return ascending([(calendar.opening(calendar.day(begun)), first), (later, then)])


def _reason(policy: Policy, counted: Sequence[PromiseFact], untold: Sequence[PromiseFact]) -> str:
    times = not_kept(len(counted), "ours", policy.broken_days)
    last = (untold or counted)[-1]
    said = f"“{quoted(last.text)}” on {on(last.broken_on or last.due_on)}"
    if not untold:
        return f"{times}, the last {said}; they know, or were spoken with since"
    return f"{times}, the last {said}; nobody has told them, as far as is logged"
