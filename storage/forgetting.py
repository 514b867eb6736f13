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


def departed(session: Session, by: datetime) -> list[str]:
    """The workspaces that were uninstalled by a moment (aware UTC)."""
    return list(session.exec(select(Workspace.team_id).where(col(Workspace.uninstalled_at) <= by)))


def is_gone(session: Session, team_id: str, by: datetime) -> bool:
    """Whether a workspace was uninstalled by a moment and nobody else is at it; its row is locked."""
    mine = select(Workspace).where(Workspace.team_id == team_id, col(Workspace.uninstalled_at) <= by)
    locked = mine.with_for_update(skip_locked=True)
    return session.exec(locked, execution_options={"populate_existing": True}).first() is not None


def _empty(session: Session, table: Table, team_id: str) -> int:
    gone = session.execute(delete(table).where(table.c.team_id == team_id))
    return int(gone.rowcount)  # type: ignore[attr-defined]
