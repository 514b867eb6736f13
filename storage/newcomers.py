"""Newcomers: people of another company who wrote in a linked channel and were no contacts there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.tables import Newcomer
from storage.upsert import insert_or_skip


def get(session: Session, team_id: str, account_id: str, person_id: str) -> Newcomer | None:
    """A newcomer at a client, by their Slack user id."""
    return session.get(Newcomer, (team_id, account_id, person_id))


def add(session: Session, team_id: str, account_id: str, person_id: str, seen_at: datetime) -> bool:
    """Write down that somebody was seen; False when they were before."""
    row = {"team_id": team_id, "account_id": account_id, "person_id": person_id, "seen_at": seen_at}
    return insert_or_skip(session, Newcomer, row)


def hang(session: Session, team_id: str, account_id: str, message_id: str, limit: int) -> None:
    """Have a message offer up to `limit` of those at a client whom none has offered yet, the first seen first."""
    waiting = select(Newcomer.person_id).where(*_waiting(team_id, account_id))
    first = waiting.order_by(col(Newcomer.seen_at), col(Newcomer.person_id)).limit(limit)
    mine = (*_of(team_id, account_id), col(Newcomer.person_id).in_(list(session.exec(first))))
    session.exec(update(Newcomer).where(*mine).values(message_id=message_id))


def offered_by(session: Session, team_id: str, message_id: str) -> list[Newcomer]:
    """Those whom a message offers, the first seen first."""
    mine = select(Newcomer).where(Newcomer.team_id == team_id, Newcomer.message_id == message_id)
    return list(session.exec(mine.order_by(col(Newcomer.seen_at), col(Newcomer.person_id))))


def offers_of(session: Session, team_id: str, person_id: str) -> list[str]:
    """The ids of the messages that offer somebody."""
    mine = select(Newcomer.message_id).where(Newcomer.team_id == team_id, Newcomer.person_id == person_id)
    return [message_id for message_id in session.exec(mine.order_by(col(Newcomer.account_id))) if message_id]


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Newcomer.team_id) == team_id, col(Newcomer.account_id) == account_id


def _waiting(team_id: str, account_id: str) -> tuple[Any, ...]:
    return *_of(team_id, account_id), col(Newcomer.message_id).is_(None), col(Newcomer.declined_by).is_(None)
