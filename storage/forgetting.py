"""Deletes a workspace: every row of every table that carries its id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, delete
from sqlmodel import Session, SQLModel, col, select

from storage import audit
from storage.core import table as core_table
from storage.tables import AuditPermit, Workspace


def forget(session: Session, team_id: str) -> int:
    """Delete all rows of a workspace, whichever table they are in; how many there were.

    Tables that point to others go first.
    """
    with audit.permit(session, team_id, "forget"):
        tables = [one for one in reversed(SQLModel.metadata.sorted_tables) if one is not core_table(AuditPermit)]
        return sum(_empty(session, one, team_id) for one in tables)


def departed(session: Session, by: datetime) -> str | None:
    """A workspace that was uninstalled by a moment (aware UTC), locked; None: none, or others are at it."""
    left = select(Workspace).where(col(Workspace.uninstalled_at) <= by).order_by(Workspace.team_id).limit(1)
    found = session.exec(left.with_for_update(skip_locked=True)).first()
    return found.team_id if found else None


def _empty(session: Session, table: Table, team_id: str) -> int:
    gone = session.execute(delete(table).where(table.c.team_id == team_id))
    return int(gone.rowcount)  # type: ignore[attr-defined]
