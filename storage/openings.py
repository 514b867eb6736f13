"""Openings: what could grow on accounts that are well."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import case
from sqlmodel import Session, col, select

from storage.tables import Opening


def get(session: Session, team_id: str, opening_id: str) -> Opening | None:
    """The opening with an id."""
    return session.get(Opening, (team_id, opening_id))


def of_account(session: Session, team_id: str, account_id: str, limit: int) -> list[Opening]:
    """Up to `limit` openings of an account: those that wait first, by their day; then those that ended last."""
    ended = case((col(Opening.state) == "open", 0), else_=1)
    by_day = case((col(Opening.state) == "open", col(Opening.ask_on)), else_=date.max)
    order = (ended, by_day, col(Opening.ended_at).desc(), col(Opening.id))
    return list(session.exec(select(Opening).where(*_of(team_id, account_id)).order_by(*order).limit(limit)))


def with_any(session: Session, team_id: str) -> set[str]:
    """The ids of the accounts on which an opening waits."""
    mine = select(Opening.account_id).where(Opening.team_id == team_id, Opening.state == "open")
    return set(session.exec(mine))


def end(opening: Opening, state: str, outcome: str, by: str | None, at: datetime) -> None:
    """Note that it was asked, or dropped."""
    opening.state, opening.outcome, opening.ended_by, opening.ended_at = state, outcome, by, at


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Opening.team_id) == team_id, col(Opening.account_id) == account_id
