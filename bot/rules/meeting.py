"""Meeting: a next meeting on record went by and was not kept (MISSION C6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.facts import AccountFacts, Calendar, MeetingFact
from bot.policy import Level, Policy
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import on, several, waiting

RULE = "meeting"


def meeting(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account: due when one meeting was skipped, critical when two in a row were."""
    if not facts.watched:
        return
    missed = _since_last_kept(facts.meetings)
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, _steps(facts.calendar, missed, policy.meeting_grace_days)),
        reason=f"{_reason(missed, facts.calendar.day(now))}{waiting(facts, now)}.",
        clears="A meeting or a call with them on or after that day.",
        threshold=f"{several(policy.meeting_grace_days, 'working day')} after the date; two in a row are urgent",
        since=facts.calendar.end_of(missed[0].planned_on) if missed else None,
        rests_on=tuple(m.id for m in missed),
    )


def _since_last_kept(meetings: Sequence[MeetingFact]) -> list[MeetingFact]:
    """Meetings not kept, in order, since the last that was; those ahead included."""
    kept_on = max((m.planned_on for m in meetings if m.kept), default=None)
    missed = (m for m in meetings if not m.kept and (kept_on is None or m.planned_on > kept_on))
    return sorted(missed, key=lambda m: m.planned_on)


def _steps(calendar: Calendar, missed: Sequence[MeetingFact], grace: int) -> Steps:
    levels = zip(missed, (Level.DUE, Level.CRITICAL), strict=False)
    return ascending((calendar.add_working_days(calendar.start_of(m.planned_on), grace), level) for m, level in levels)


def _reason(missed: Sequence[MeetingFact], today: date) -> str:
    passed = [m.planned_on for m in missed if m.planned_on < today]
    ahead = next((m.planned_on for m in missed if m.planned_on >= today), None)
    if not passed:
        return f"The next meeting is on {on(ahead)}" if ahead else "No next meeting is on record"
    following = f"the next is on {on(ahead)}" if ahead else "no other is on record"
    if len(passed) == 1:
        return f"Nothing is logged of the meeting planned for {on(passed[0])}; {following}"
    return f"Nothing is logged of the last {len(passed)} planned meetings, the latest on {on(passed[-1])}; {following}"
