"""What rings because of one thing falls silent as soon as that is seen to, and its posts say what became of it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from bot.nudges import words
from bot.work import desk
from bot.work.deed import Deed
from storage import nudges, people, revisions


def close(session: Session, deed: Deed, account_id: str, rule: str, subject: str, how: str, said: str = "") -> None:
    """Close the open nudge of a rule on a subject, if there is one: `how` it ended, and what was `said` of it.

    Its posts say so once the account is settled.
    """
    nudge = nudges.open_of(session, deed.team_id, [account_id]).get(account_id, {}).get((rule, subject))
    if nudge is None:
        return
    by = people.get(session, deed.team_id, deed.person_id) if deed.person_id else None
    today = _today(session, deed)
    nudges.close(nudge, deed.now, words.settled(how, today, today, [by.name] if by else [], said), by=deed.person_id)
    session.flush()
    revisions.ask(session, deed.team_id, [nudge.id])


def _today(session: Session, deed: Deed) -> date:
    return deed.now.astimezone(desk.zone_of(session, deed.team_id, deed.person_id)).date()
