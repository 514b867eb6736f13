"""Who of ours looked after an account, and when that changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import StaffingChange


def add(
    session: Session,
    team_id: str,
    account_id: str,
    place: str,
    before_id: str | None,
    after_id: str | None,
    by: str | None,
    now: datetime,
) -> None:
    """Note that somebody took a place on an account, or left it."""
    session.add(
        StaffingChange(
            team_id=team_id,
            account_id=account_id,
            place=place,
            before_id=before_id,
            after_id=after_id,
            changed_by=by,
            changed_at=now,
        )
    )


def of_account(
    session: Session, team_id: str, account_id: str, places: Collection[str], limit: int
) -> list[StaffingChange]:
    """The newest changes of some places on an account, newest first."""
    mine = select(StaffingChange).where(StaffingChange.team_id == team_id, StaffingChange.account_id == account_id)
    newest = mine.where(col(StaffingChange.place).in_(places)).order_by(
        col(StaffingChange.changed_at).desc(), col(StaffingChange.id).desc()
    )
    return list(session.exec(newest.limit(limit)))


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, StaffingChange]:
    """Those changes that exist among the given ids."""
    mine = select(StaffingChange).where(StaffingChange.team_id == team_id, col(StaffingChange.id).in_(ids))
    return {one.id: one for one in session.exec(mine)}
