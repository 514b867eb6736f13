"""Wishes of clients, and their deliveries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import case, update
from sqlmodel import Session, col, select

from storage.tables import Delivery, Wish


def get(session: Session, team_id: str, wish_id: str) -> Wish | None:
    """The wish with an id."""
    return session.get(Wish, (team_id, wish_id))


def many(session: Session, team_id: str, wish_ids: Collection[str]) -> dict[str, Wish]:
    """Those that exist among the given ids."""
    found = session.exec(select(Wish).where(Wish.team_id == team_id, col(Wish.id).in_(wish_ids)))
    return {wish.id: wish for wish in found}


def of_account(session: Session, team_id: str, account_id: str, limit: int) -> list[Wish]:
    """Up to `limit` wishes of an account: the open ones first, by the day they are due; then the last that ended."""
    is_open = col(Wish.state) == "open"
    ended = case((is_open, 0), else_=1)
    due_first = case((is_open, col(Wish.due_on)), else_=date.max)
    mine = select(Wish).where(*_of(team_id, account_id))
    ordered = mine.order_by(ended, due_first, col(Wish.ended_at).desc(), col(Wish.id)).limit(limit)
    return list(session.exec(ordered))


def open_of(session: Session, team_id: str, account_id: str, limit: int) -> list[Wish]:
    """Up to `limit` open wishes of an account, by the day they are due."""
    mine = select(Wish).where(*_of(team_id, account_id), col(Wish.state) == "open")
    return list(session.exec(mine.order_by(col(Wish.due_on), col(Wish.id)).limit(limit)))


def last_deliveries(session: Session, team_id: str, wish_ids: Collection[str]) -> dict[str, Delivery]:
    """The latest delivery of each wish that had one."""
    mine = select(Delivery).where(Delivery.team_id == team_id, col(Delivery.wish_id).in_(wish_ids))
    ordered = mine.order_by(col(Delivery.delivered_on), col(Delivery.recorded_at), col(Delivery.id))
    return {one.wish_id: one for one in session.exec(ordered)}


def last_recorded(session: Session, team_id: str, wish_ids: Collection[str]) -> dict[str, Delivery]:
    """The delivery of each wish that was put on record last, whichever day it was on."""
    mine = select(Delivery).where(Delivery.team_id == team_id, col(Delivery.wish_id).in_(wish_ids))
    ordered = mine.order_by(col(Delivery.recorded_at), col(Delivery.id))
    return {one.wish_id: one for one in session.exec(ordered)}


def delivery(session: Session, team_id: str, delivery_id: str) -> Delivery | None:
    """The delivery with an id."""
    return session.get(Delivery, (team_id, delivery_id))


def hand_over(session: Session, team_id: str, account_id: str, before: str | None, after: str | None) -> None:
    """Have somebody else see to the open wishes that one person saw to."""
    waiting = (*_of(team_id, account_id), col(Wish.state) == "open", col(Wish.owner_id) == before)
    session.execute(update(Wish).where(*waiting).values(owner_id=after))


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Wish.team_id) == team_id, col(Wish.account_id) == account_id
