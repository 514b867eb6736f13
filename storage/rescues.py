"""Rescues: accounts in danger, their reviews, and how they ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.core import among
from storage.tables import Rescue, RescueReview, Touch


def get(session: Session, team_id: str, rescue_id: str) -> Rescue | None:
    """The rescue with an id."""
    return session.get(Rescue, (team_id, rescue_id))


def many(session: Session, team_id: str, rescue_ids: Collection[str]) -> dict[str, Rescue]:
    """Those that exist among the given ids."""
    found = session.exec(select(Rescue).where(Rescue.team_id == team_id, col(Rescue.id).in_(rescue_ids)))
    return {rescue.id: rescue for rescue in found}


def open_of(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, Rescue]:
    """The rescues under way, by account."""
    mine = select(Rescue).where(
        Rescue.team_id == team_id, among(col(Rescue.account_id), account_ids), col(Rescue.state) == "open"
    )
    return {rescue.account_id: rescue for rescue in session.exec(mine)}


def listed(session: Session, team_id: str, limit: int) -> list[Rescue]:
    """Up to `limit` rescues of a workspace: those under way, the oldest first; then the ones that ended last."""
    ended = case((col(Rescue.state) == "open", 0), else_=1)
    oldest = case((col(Rescue.state) == "open", col(Rescue.opened_at)), else_=None)
    mine = select(Rescue).where(Rescue.team_id == team_id)
    return list(session.exec(mine.order_by(ended, oldest, col(Rescue.ended_at).desc(), col(Rescue.id)).limit(limit)))


def ended(session: Session, team_id: str) -> list[Rescue]:
    """Every rescue that was saved or lost, the latest end first."""
    mine = select(Rescue).where(Rescue.team_id == team_id, col(Rescue.state).in_(("saved", "lost")))
    return list(session.exec(mine.order_by(col(Rescue.ended_at).desc(), col(Rescue.id))))


def end(rescue: Rescue, state: str, worked: str, by: str | None, at: datetime) -> None:
    """Note how a rescue ended, and what worked."""
    rescue.state, rescue.worked, rescue.ended_by, rescue.ended_at = state, worked, by, at


def review(session: Session, team_id: str, review_id: str) -> RescueReview | None:
    """The review with an id."""
    return session.get(RescueReview, (team_id, review_id))


def reviews_of(session: Session, team_id: str, rescue_id: str, limit: int) -> list[RescueReview]:
    """The last reviews of a rescue, the latest first."""
    mine = select(RescueReview).where(RescueReview.team_id == team_id, RescueReview.rescue_id == rescue_id)
    return list(session.exec(mine.order_by(col(RescueReview.reviewed_at).desc(), col(RescueReview.id)).limit(limit)))


def touched_since(session: Session, team_id: str, rescue_ids: Collection[str]) -> Sequence[Row[Any]]:
    """The touches on the accounts of some rescues that were logged since those were opened, as they were logged.

    Columns `rescue_id`, `opened_at` and, of the touch, `id`, `kind`, `direction`, `occurred_at`, `logged_at`, `source`.
    """
    since = and_(
        col(Touch.team_id) == col(Rescue.team_id),
        col(Touch.account_id) == col(Rescue.account_id),
        col(Touch.logged_at) >= col(Rescue.opened_at),
        col(Touch.undone_at).is_(None),
    )
    touch: tuple[Any, ...] = (Touch.id, Touch.kind, Touch.direction, Touch.occurred_at, Touch.logged_at, Touch.source)
    told: list[Any] = [col(Rescue.id).label("rescue_id"), col(Rescue.opened_at), *map(col, touch)]
    mine: Select[Any] = select_columns(*told).join(Touch, since)
    asked = mine.where(col(Rescue.team_id) == team_id, col(Rescue.id).in_(rescue_ids))
    return session.execute(asked.order_by(col(Touch.occurred_at), col(Touch.id))).all()
