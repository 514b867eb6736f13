"""What somebody did for a client."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from storage.tables import Touch, TouchPerson


def touches_with(session: Session, team_id: str, account_id: str, person_id: str, since: datetime | None = None) -> int:
    """How many touches somebody had with an account, perhaps only since a moment; internal notes aside."""
    took_part = select(TouchPerson.touch_id).where(TouchPerson.team_id == team_id, TouchPerson.person_id == person_id)
    theirs = or_(col(Touch.logged_by) == person_id, col(Touch.id).in_(took_part))
    mine: list[Any] = [Touch.team_id == team_id, Touch.account_id == account_id, col(Touch.undone_at).is_(None), theirs]
    if since is not None:
        mine.append(col(Touch.occurred_at) >= since)
    return session.exec(select(func.count()).select_from(Touch).where(*mine, Touch.kind != "note")).one()
