"""The pulse: which of their accounts owners would worry about, and how they would know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from storage.tables import Account, PulseAnswer, Worry
from storage.upsert import insert_each_or_skip


def ask(session: Session, team_id: str, campaign_id: str, person_ids: Collection[str], at: datetime) -> None:
    """Note that people were asked."""
    row = {"team_id": team_id, "campaign_id": campaign_id, "asked_at": at, "answered_at": None}
    insert_each_or_skip(session, PulseAnswer, [{**row, "person_id": one} for one in person_ids])


def answer(session: Session, team_id: str, campaign_id: str, person_id: str) -> PulseAnswer | None:
    """What became of a question to somebody."""
    return session.get(PulseAnswer, (team_id, campaign_id, person_id))


def unanswered(session: Session, team_id: str, person_id: str) -> list[str]:
    """The rounds in which somebody was asked and has not answered yet."""
    mine = (col(PulseAnswer.team_id) == team_id, col(PulseAnswer.person_id) == person_id)
    waiting = select(col(PulseAnswer.campaign_id)).where(*mine, col(PulseAnswer.answered_at).is_(None))
    return sorted(session.execute(waiting).scalars())


def answered(session: Session, team_id: str, person_id: str, at: datetime) -> None:
    """Note that somebody answered whatever they were asked and had not answered yet."""
    mine = (col(PulseAnswer.team_id) == team_id, col(PulseAnswer.person_id) == person_id)
    session.execute(update(PulseAnswer).where(*mine, col(PulseAnswer.answered_at).is_(None)).values(answered_at=at))


def progress(session: Session, team_id: str, campaign_id: str) -> tuple[int, int]:
    """How many were asked, and how many answered."""
    counted = select(func.count(), func.count(col(PulseAnswer.answered_at)))
    mine = (col(PulseAnswer.team_id) == team_id, col(PulseAnswer.campaign_id) == campaign_id)
    row = session.execute(counted.where(*mine)).one()
    return row[0], row[1]


def standing(session: Session, team_id: str, person_ids: Collection[str]) -> list[tuple[Worry, str]]:
    """What some people worry about, with the names of the accounts: by person, then by name."""
    named = and_(col(Account.team_id) == col(Worry.team_id), col(Account.id) == col(Worry.account_id))
    mine = select_rows(Worry, Account.name).join(Account, named).where(Worry.team_id == team_id)
    theirs = mine.where(col(Worry.person_id).in_(person_ids), col(Worry.ended_at).is_(None))
    return list(session.exec(theirs.order_by(Worry.person_id, Account.name_key)))


def of_person(session: Session, team_id: str, person_id: str) -> list[Worry]:
    """What somebody worries about."""
    mine = select_rows(Worry).where(Worry.team_id == team_id, Worry.person_id == person_id)
    return list(session.exec(mine.where(col(Worry.ended_at).is_(None)).order_by(Worry.account_id)))


def owned(session: Session, team_id: str, person_id: str, limit: int) -> list[tuple[str, str]]:
    """Ids and names of the accounts that somebody owns, lost ones aside, by name."""
    mine = select(col(Account.id), col(Account.name)).where(col(Account.team_id) == team_id)
    theirs = mine.where(col(Account.owner_id) == person_id, col(Account.status) != "lost")
    return [(row[0], row[1]) for row in session.execute(theirs.order_by(col(Account.name_key)).limit(limit))]


def end(session: Session, team_id: str, account_id: str, person_id: str, at: datetime) -> None:
    """Somebody does not worry about an account any more."""
    mine: tuple[Any, ...] = (col(Worry.team_id) == team_id, col(Worry.account_id) == account_id)
    theirs = (col(Worry.person_id) == person_id, col(Worry.ended_at).is_(None))
    session.execute(update(Worry).where(*mine, *theirs).values(ended_at=at))
