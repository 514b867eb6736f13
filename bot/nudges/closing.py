"""Closes nudges, with the words that their posts will show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.facts import AccountFacts
from bot.nudges import words
from bot.nudges.turn import Turn
from bot.policy import Direction
from storage import nudges, people, touches
from storage.tables import Touch


def close(
    session: Session,
    team_id: str,
    known: Mapping[str, AccountFacts],
    turns: Sequence[Turn],
    now: datetime,
    *,
    by: str | None,
    touch: Touch | None,
) -> None:
    """Close the nudges that fell silent: because of a touch, of what somebody did, or of what no longer applies."""
    closing = [done for done in turns if done.closing]
    if not closing:
        return
    names = _names(session, team_id, by, touch)
    for done in closing:
        if done.closing is None:
            continue
        facts = known[done.clock.account_id]
        answers = touch is not None and touch.account_id == facts.id and not _is_snoozed(done)
        why = _why(done, facts, touch if answers else None, now, names)
        nudges.close(done.closing, now, why, by=by, touch_id=touch.id if touch and answers else None)


def _names(session: Session, team_id: str, by: str | None, touch: Touch | None) -> list[str]:
    """Who is to be thanked: those who took part in the touch, else whoever acted."""
    ids = touches.people_of(session, team_id, [touch.id]).get(touch.id, [touch.logged_by]) if touch else []
    ids = ids or ([by] if by else [])
    known = people.many(session, team_id, ids)
    return [known[person_id].name for person_id in ids if person_id in known]


def _why(done: Turn, facts: AccountFacts, touch: Touch | None, now: datetime, names: Sequence[str]) -> str:
    today = facts.calendar.day(now)
    if gone := _who_left(done, facts):
        return words.left(gone, today, names)
    if done.verdict is None:
        return words.VANISHED
    if done.clock.snoozed_until is not None:
        return words.snoozed(facts.calendar.day(done.clock.snoozed_until), today, names)
    if touch is not None:
        return words.answered(Direction(touch.direction), facts.calendar.day(touch.occurred_at), today, names)
    return words.cleared(today, names)


def _who_left(done: Turn, facts: AccountFacts) -> str:
    """The name of whom the nudge was about, if they are no longer there."""
    about = done.closing.contact_id if done.closing else None
    return next((one.name for one in facts.contacts if one.id == about and one.left_at is not None), "")


def _is_snoozed(done: Turn) -> bool:
    return done.clock.snoozed_until is not None
