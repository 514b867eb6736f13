"""What becomes of one clock at one moment. No I/O: rows come in and are changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.facts import AccountFacts
from bot.policy import Level, Policy
from bot.rules import Verdict
from bot.worktime import Calendar
from storage.ids import new_id
from storage.tables import Clock, Nudge


@dataclass
class Turn:
    """One clock's turn. `nudge` is the open one when it is over; `closing` the one that was closed by it."""

    clock: Clock
    verdict: Verdict | None  # None: the clock no longer applies
    nudge: Nudge | None
    level_before: Level | None
    rings_before: datetime | None
    opened: bool = False
    closing: Nudge | None = None
    revised: bool = False  # what stands on its posts is no longer so


def turn(clock: Clock, nudge: Nudge | None, verdict: Verdict | None, now: datetime, *, acted: bool = False) -> Turn:
    """Bring a clock and its open nudge to where the verdict stands. Closing words are left to the caller.

    `acted`: somebody did something, and posts show at once what it changed; days that merely pass are not worth it.
    """
    reason_before = nudge.reason if nudge else ""
    done = Turn(clock, verdict, nudge, Level(clock.level) if clock.level else None, clock.rings_at)
    level = verdict.level_at(now) if verdict else None
    if level is None:
        clock.snoozes, clock.snooze_reason = 0, ""
    if _snoozed(clock, now):
        level = None
    if level is None or verdict is None:
        _fall_silent(done)
    elif nudge is None:
        _speak_up(done, verdict, level, now)
    else:
        _go_on(done, nudge, verdict, level, now)
        done.revised |= acted and nudge.reason != reason_before
    clock.level = level
    clock.failures = 0
    return done


def rings_at(done: Turn, others: Iterable[datetime | None], now: datetime) -> datetime | None:
    """When to look again: where the verdict changes, at `others`, or the end of a snooze; None: never.

    `others`: when the lead is told, and when somebody who hears of it goes away. A snooze that outlasts what it was
    about ends as any other: what comes next is then to be seen.
    """
    if done.verdict is None:
        return None
    snoozed_until = done.clock.snoozed_until
    if snoozed_until is not None:
        is_calm = done.verdict.level_at(snoozed_until) is None and not done.verdict.is_over(snoozed_until)
        return done.verdict.next_step(snoozed_until) if is_calm else snoozed_until
    return min((at for at in (done.verdict.next_look(now), *others) if at is not None), default=None)


def escalates_at(nudge: Nudge, facts: AccountFacts, calendar: Calendar, policy: Policy) -> datetime | None:
    """When the lead is told that nobody acted on an open nudge; None where that was said, or somebody took it.

    An early one is a word to the owner alone: it goes no further until it becomes due.
    """
    if nudge.taken_by or nudge.escalated_at or policy.untouched_days < 1 or nudge.level == Level.EARLY:
        return None
    acted = max(nudge.raised_at, facts.last_touch.occurred_at) if facts.last_touch else nudge.raised_at
    return calendar.add_working_days(acted, policy.untouched_days)


def _snoozed(clock: Clock, now: datetime) -> bool:
    if clock.snoozed_until is not None and clock.snoozed_until <= now:
        clock.snoozed_until = None
    return clock.snoozed_until is not None


def _fall_silent(done: Turn) -> None:
    done.closing, done.nudge = done.nudge, None
    done.revised = done.closing is not None


def _speak_up(done: Turn, verdict: Verdict, level: Level, now: datetime) -> None:
    """A level is entered from calm, or a louder one after the nudge was put aside: a new episode."""
    if done.level_before is not None and level.loudness <= done.level_before.loudness:
        return
    clock = done.clock
    clock.episode += 1
    done.opened = True
    done.nudge = Nudge(
        team_id=clock.team_id,
        id=new_id(),
        account_id=clock.account_id,
        rule=clock.rule,
        subject=clock.subject,
        episode=clock.episode,
        level=level,
        manner=verdict.manner,
        hearer_id=verdict.hearer,
        contact_id=verdict.contact_id,
        reason=verdict.reason,
        clears=verdict.clears,
        opened_at=now,
        raised_at=now,
    )


def _go_on(done: Turn, nudge: Nudge, verdict: Verdict, level: Level, now: datetime) -> None:
    """Louder is said again; quieter is only shown, as is that it is no longer about a contact who has left."""
    before = Level(nudge.level)
    if level.loudness > before.loudness:
        nudge.raised_at, nudge.escalated_at = now, None
    done.revised = level.loudness < before.loudness or nudge.contact_id not in (None, verdict.contact_id)
    nudge.level = level
    nudge.reason, nudge.clears = verdict.reason, verdict.clears
    nudge.manner, nudge.hearer_id, nudge.contact_id = verdict.manner, verdict.hearer, verdict.contact_id
