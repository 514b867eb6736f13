"""The keys by which touches come in over HTTP."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import IntakeKey


def get(session: Session, team_id: str, key_id: str) -> IntakeKey | None:
    """One key, valid or revoked."""
    return session.get(IntakeKey, (team_id, key_id))


def valid(session: Session, team_id: str) -> list[IntakeKey]:
    """Those that were not revoked, oldest first."""
    mine = select(IntakeKey).where(IntakeKey.team_id == team_id, col(IntakeKey.revoked_at).is_(None))
    return list(session.exec(mine.order_by(col(IntakeKey.made_at), IntakeKey.id)))
