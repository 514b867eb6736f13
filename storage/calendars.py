"""Calendars that people let Tend read."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Calendar, Workspace


def get(session: Session, team_id: str, person_id: str) -> Calendar | None:
    """Somebody's calendar."""
    return session.get(Calendar, (team_id, person_id))


def lock(session: Session, team_id: str, person_id: str) -> Calendar | None:
    """Somebody's calendar, its row locked."""
    mine = select(Calendar).where(Calendar.team_id == team_id, Calendar.person_id == person_id).with_for_update()
    return session.exec(mine, execution_options={"populate_existing": True}).first()


def claim(session: Session, now: datetime, until: datetime) -> tuple[str, str] | None:
    """(team id, person id) of the calendar that is due for longest; nobody else reads it before `until`."""
    asleep = select(Workspace.team_id).where(col(Workspace.asleep_since).is_not(None))
    mine = (
        select(Calendar)
        .where(col(Calendar.due_at) <= now, col(Calendar.team_id).not_in(asleep))
        .order_by(col(Calendar.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(mine).first()
    if found is None:
        return None
    found.due_at = until
    return found.team_id, found.person_id


def is_due(session: Session, now: datetime) -> bool:
    """Whether any calendar is to be read."""
    return session.exec(select(Calendar.person_id).where(col(Calendar.due_at) <= now).limit(1)).first() is not None


def everything(session: Session) -> list[Calendar]:
    """All calendars of all workspaces: their keys are changed."""
    return list(session.exec(select(Calendar)))
