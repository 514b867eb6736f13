"""Remarks: what clients said, as somebody passed it on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from storage.tables import Remark


def get(session: Session, team_id: str, remark_id: str) -> Remark | None:
    """The remark with an id."""
    return session.get(Remark, (team_id, remark_id))


def many(session: Session, team_id: str, remark_ids: Collection[str]) -> dict[str, Remark]:
    """Those that exist among the given ids."""
    found = session.exec(select(Remark).where(Remark.team_id == team_id, col(Remark.id).in_(remark_ids)))
    return {remark.id: remark for remark in found}


def answer(remark: Remark, state: str, words: str, by: str | None, at: datetime) -> None:
    """Note what became of a remark."""
    remark.state, remark.answer, remark.answered_by, remark.answered_at = state, words, by, at


def of_account(session: Session, team_id: str, account_id: str, limit: int) -> list[Remark]:
    """Up to `limit` remarks of an account: the open ones first, by the day they are due; then the last answered."""
    answered = case((col(Remark.state) == "open", 0), else_=1)
    due_first = case((col(Remark.state) == "open", col(Remark.due_on)), else_=date.max)
    mine = select(Remark).where(*_of(team_id, account_id))
    ordered = mine.order_by(answered, due_first, col(Remark.answered_at).desc(), col(Remark.id)).limit(limit)
    return list(session.exec(ordered))


def count_open(session: Session, team_id: str, account_id: str) -> int:
    """How many remarks of an account wait for an answer."""
    mine = select(func.count()).select_from(Remark).where(*_of(team_id, account_id), col(Remark.state) == "open")
    return session.exec(mine).one()


def of_link(session: Session, team_id: str, account_id: str, link: str) -> Remark | None:
    """The remark of an account that was passed on from a message first, by the message's address."""
    mine = select(Remark).where(*_of(team_id, account_id), col(Remark.link) == link)
    return session.exec(mine.order_by(col(Remark.reported_at)).limit(1)).first()


def hand_over(session: Session, team_id: str, account_id: str, owner_id: str | None) -> None:
    """Have somebody else answer the open remarks of an account."""
    waiting = (*_of(team_id, account_id), col(Remark.state) == "open")
    session.execute(update(Remark).where(*waiting).values(owner_id=owner_id))


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Remark.team_id) == team_id, col(Remark.account_id) == account_id
