"""Meeting: a next meeting went by and was not kept, or the main contact has none ahead (MISSION C6).

Skipped: due after one, critical after two in a row. None ahead: early, once the main contact was not met for as long
as the tier has it; never louder, as the silence itself has clocks of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.facts import AccountFacts, Calendar, ContactFact, MeetingFact, Role
from bot.policy import Level, Policy
from bot.rules.once import once
from bot.rules.steps import Steps, ascending, held
from bot.rules.verdict import Verdict
from bot.rules.words import ago, days, on, several, waiting

RULE = "meeting"


@once
def meeting(facts: AccountFacts, policy: Policy, now: datetime) -> Iterator[Verdict]:
    """One verdict for the account."""
    if not facts.watched:
        return
    planned, main = _since_last_kept(facts.meetings), _main_contact(facts)
    grace, rhythm = policy.meeting_grace_days, _rhythm(facts, policy)
    asks = main is not None and not planned
    steps = _missing(facts, main, rhythm, grace) if main and asks else _skipped(facts.calendar, planned, grace)
    yield Verdict(
        rule=RULE,
        subject="",
        steps=held(facts, steps),
        reason=f"{_reason(facts, planned, main, rhythm, now)}{waiting(facts, now)}.",
        clears=f"A next meeting on record, or a talk with {main.name}: end a touch with “next 2w”."
        if main and asks
        else "A meeting or a call with them on or after that day.",
        threshold=f"{several(grace, 'working day')} after the date; two in a row are urgent"
        + (f"; with {main.name} a next date, or a talk in {days(rhythm)}" if main else ""),
        since=_since(facts, planned, main),
        rests_on=(main.id,) if main and asks else tuple(m.id for m in planned),
        contact_id=main.id if main else None,
    )


def _since_last_kept(meetings: Sequence[MeetingFact]) -> list[MeetingFact]:
    """Meetings not kept, in order, since the last that was; those ahead included."""
    kept_on = _kept_on(meetings)
    missed = (m for m in meetings if not m.kept and (kept_on is None or m.planned_on > kept_on))
    return sorted(missed, key=lambda m: m.planned_on)


def _kept_on(meetings: Sequence[MeetingFact]) -> date | None:
    return max((m.planned_on for m in meetings if m.kept), default=None)


def _main_contact(facts: AccountFacts) -> ContactFact | None:
    """The main contact who is there; of several, whom we met last."""
    theirs = (one for one in facts.contacts if Role.MAIN_CONTACT in one.roles and one.left_at is None)
    return max(theirs, key=lambda one: (_counted_from(facts, one), one.id), default=None)


def _rhythm(facts: AccountFacts, policy: Policy) -> int:
    return policy.tier(facts.tier).meeting


def _counted_from(facts: AccountFacts, main: ContactFact) -> datetime:
    """A talk with whomever of theirs we did not name may have been with them."""
    talks = [one.occurred_at for one in facts.encounters if one.met and not one.clients]
    return max([main.last_met_at or main.known_since, main.known_since, facts.added_at, *talks])


def _since(facts: AccountFacts, planned: Sequence[MeetingFact], main: ContactFact | None) -> datetime | None:
    if planned:
        return facts.calendar.end_of(planned[0].planned_on)
    return _counted_from(facts, main) if main else None


def _skipped(calendar: Calendar, planned: Sequence[MeetingFact], grace: int) -> Steps:
    levels = zip(planned, (Level.DUE, Level.CRITICAL), strict=False)
    return ascending((_logged_by(calendar, m.planned_on, grace), level) for m, level in levels)


def _missing(facts: AccountFacts, main: ContactFact, rhythm: int, grace: int) -> Steps:
    """Never before the last meeting that was kept would have been called skipped."""
    at = facts.calendar.after(_counted_from(facts, main), rhythm)
    kept_on = _kept_on(facts.meetings)
    return ((max(at, _logged_by(facts.calendar, kept_on, grace)) if kept_on else at, Level.EARLY),)


def _logged_by(calendar: Calendar, planned_on: date, grace: int) -> datetime:
    return calendar.add_working_days(calendar.start_of(planned_on), grace)


def _reason(
    facts: AccountFacts, planned: Sequence[MeetingFact], main: ContactFact | None, rhythm: int, now: datetime
) -> str:
    today = facts.calendar.day(now)
    passed = [m.planned_on for m in planned if m.planned_on < today]
    ahead = next((m.planned_on for m in planned if m.planned_on >= today), None)
    if not planned and main:
        met = f"met {ago(facts.calendar, main.last_met_at, now)}" if main.last_met_at else "not met yet"
        whom = f"with {main.name}, their main contact"
        return f"No next meeting is on record {whom}: {met}, and {days(rhythm)} is the rhythm"
    if not passed:
        return f"The next meeting is on {on(ahead)}" if ahead else "No next meeting is on record"
    following = f"the next is on {on(ahead)}" if ahead else "no other is on record"
    if len(passed) == 1:
        return f"Nothing is logged of the meeting planned for {on(passed[0])}; {following}"
    return f"Nothing is logged of the last {len(passed)} planned meetings, the latest on {on(passed[-1])}; {following}"
