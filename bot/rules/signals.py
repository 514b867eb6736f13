"""Signals: several things at once say that a client may be about to leave, and nobody has opened a rescue (MISSION H4).

| signal          | from when on                                                    |
|-----------------|-----------------------------------------------------------------|
| silence         | the quiet clock is critical                                     |
| cooling         | the warm-down shows a sign                                      |
| missed meeting  | the clock of the next meeting is due                            |
| unhappy         | the last temperature that was told is below 0                   |
| open remark     | a big one, from the day on which an answer was due              |
| litmus test     | the last one found the account at risk                          |
| a private word  | somebody of ours would worry about it; only they are told        |
| broken promise  | one of ours, within so many days as broken promises count       |
| breakdown       | one that nobody has verified to work again is due               |

One signal short of the policy's number is early, that number is due. What was told in private changes nothing that
others see: where it makes the account louder, a verdict of its own, on the subject `private`, tells whoever said it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.facts import AccountFacts
from bot.policy import Band, Level, Manner, Policy, Status
from bot.rules.breakdown import breakdown
from bot.rules.meeting import meeting
from bot.rules.quiet import quiet
from bot.rules.steps import Step, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.warmdown import warmdown
from bot.rules.words import on, several, waiting

RULE = "signals"
PRIVATE = "private"  # the subject of what is told to whoever told a word in private, and to nobody else


class Signal(NamedTuple):
    """One of them: from when on (aware UTC; it may lie ahead), in a few words, and the entries that it rests on."""

    at: datetime
    says: str
    rests_on: tuple[str, ...] = ()
    is_private: bool = False


def signals(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """What all may see of an account without a rescue; and where what is private makes it louder, that."""
    if not facts.watched or facts.status is Status.RESCUE or facts.rescues or not policy.rescue_signals:
        return
    known = gathered(facts, policy, now)
    usual = _verdict(facts, policy, now, [signal for signal in known if not signal.is_private])
    yield usual
    louder = _verdict(facts, policy, now, known)
    steps = tuple((at, level) for at, level in louder.steps if _exceeds(level, usual, max(at, now)))
    if steps:
        hearer = facts.worries[0].person_id
        yield replace(louder, subject=PRIVATE, steps=steps, hearer=hearer, manner=Manner.PRIVATE)


def _verdict(facts: AccountFacts, policy: Policy, now: datetime, known: list[Signal]) -> Verdict:
    shown = [signal for signal in known if signal.at <= now]
    return Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, ascending(_steps(known, policy.rescue_signals))),
        reason=f"{_reason(shown)}{waiting(facts, now)}.",
        clears="A rescue, if it is one; else what each of them asks for: a talk, an answer, a meeting.",
        threshold=f"{several(policy.rescue_signals, 'signal')} at once",
        since=shown[0].at if shown else None,
        rests_on=tuple(dict.fromkeys(id_ for signal in shown for id_ in signal.rests_on)),
    )


def _exceeds(level: Level, usual: Verdict, at: datetime) -> bool:
    reached = usual.level_at(at)
    return reached is None or level.loudness > reached.loudness


def gathered(facts: AccountFacts, policy: Policy, now: datetime) -> list[Signal]:
    """Every signal there is or will be as things stand, by the moment from which on it counts."""
    found = (signal for look in _LOOKS for signal in look(facts, policy, now))
    return sorted(found, key=lambda signal: signal.at)


def _steps(known: list[Signal], enough: int) -> Iterator[Step]:
    if len(known) >= enough > 1:
        yield known[enough - 2].at, Level.EARLY
    if len(known) == enough - 1 > 0:
        yield known[-1].at, Level.EARLY
    if len(known) >= enough:
        yield known[enough - 1].at, Level.DUE


def _silence(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Signal]:
    for verdict in quiet(facts, policy, now):
        for at in _reached(verdict, Level.CRITICAL):
            since = facts.calendar.day(verdict.since) if verdict.since else None
            yield Signal(at, f"silent since {on(since)}" if since else "silent", verdict.rests_on)


def _cooling(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Signal]:
    for verdict in warmdown(facts, policy, now):
        for at in _reached(verdict, Level.EARLY):
            yield Signal(at, "cooler than before", verdict.rests_on)


def _missed_meeting(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Signal]:
    for verdict in meeting(facts, policy, now):
        for at in _reached(verdict, Level.DUE):
            yield Signal(at, "a meeting did not take place", verdict.rests_on)


def _unhappy(facts: AccountFacts, _policy: Policy, _now: datetime) -> Iterator[Signal]:
    told = [(one.temperature, one) for one in facts.encounters if one.temperature is not None]
    for temperature, one in told[-1:]:
        if temperature < 0:
            when = facts.calendar.day(one.occurred_at)
            yield Signal(facts.calendar.after(one.occurred_at, 0), f"unhappy on {on(when)}", (one.id,))


def _open_remark(facts: AccountFacts, _policy: Policy, _now: datetime) -> Iterator[Signal]:
    late = [(facts.calendar.opening(one.due_on), one) for one in facts.remarks if one.is_big]
    for at, one in sorted(late, key=lambda told: told[0])[:1]:
        said_on = on(facts.calendar.day(one.reported_at))
        yield Signal(at, f"what they said on {said_on} waits for an answer", (one.id,))


def _tested(facts: AccountFacts, _policy: Policy, _now: datetime) -> Iterator[Signal]:
    last = [(one.closed_at, one) for one in facts.litmus_tests if one.closed_at]
    for at, one in last[-1:]:
        if one.band is Band.AT_RISK:
            yield Signal(at, f"at risk by the litmus test of {on(facts.calendar.day(at))}", (one.id,))


def _told_in_private(facts: AccountFacts, _policy: Policy, _now: datetime) -> Iterator[Signal]:
    for one in facts.worries[:1]:
        yield Signal(one.said_at, "a word that was told in private", is_private=True)


def _broken_promise(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Signal]:
    since = facts.calendar.day(now) - timedelta(days=policy.broken_days)
    broken = [(one.broken_on, one) for one in facts.broken_since(since) if one.broken_on]
    for day, one in sorted(broken, key=lambda told: told[0])[-1:]:
        count = several(len(broken), "promise of ours was", "promises of ours were")
        yield Signal(facts.calendar.opening(day), f"{count} not kept", (one.id,))


def _breakdown(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Signal]:
    due = [(at, verdict) for verdict in breakdown(facts, policy, now) for at in _reached(verdict, Level.DUE)]
    for at, verdict in sorted(due, key=lambda told: told[0])[:1]:
        yield Signal(at, "what broke is not known to work again", verdict.rests_on)


_LOOKS: tuple[Callable[[AccountFacts, Policy, datetime], Iterator[Signal]], ...] = (
    _silence,
    _cooling,
    _missed_meeting,
    _unhappy,
    _open_remark,
    _tested,
    _told_in_private,
    _broken_promise,
    _breakdown,
)


def _reached(verdict: Verdict, level: Level) -> Iterator[datetime]:
    """When a clock is as loud as that, or louder, for the first time."""
    yield from [at for at, reached in verdict.steps if reached.loudness >= level.loudness][:1]


def _reason(shown: list[Signal]) -> str:
    if not shown:
        return "No signal that they may be about to leave"
    count = several(len(shown), "signal")
    return f"{count} that they may be about to leave: {'; '.join(signal.says for signal in shown)}"
