"""Where Tend is installed, and the tokens that Slack granted there, sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, or_
from sqlmodel import Session, col, select

from storage.tables import Installation, Workspace


def find(session: Session, team_id: str, enterprise_id: str = "") -> Installation | None:
    """What lets Tend act in a workspace: its own installation, else that of its organisation.

    `enterprise_id`: the organisation, where a request names it; else the one that the workspace is known to belong to.
    """
    known = select(Workspace.enterprise_id).where(Workspace.team_id == team_id, Workspace.enterprise_id != "")
    organisation = col(Installation.enterprise_id).in_([enterprise_id] if enterprise_id else known)
    own = and_(col(Installation.team_id) == team_id, col(Installation.team_id) != "")
    shared = and_(col(Installation.team_id) == "", organisation)
    return session.exec(select(Installation).where(or_(own, shared)).order_by(col(Installation.team_id).desc())).first()


def lock(session: Session, team_id: str, enterprise_id: str, *, skip_locked: bool = False) -> Installation | None:
    """One installation, kept from everybody else until the transaction ends; None: there is none.

    With `skip_locked` also None where somebody else holds it (on PostgreSQL; SQLite has one writer at a time anyway).
    """
    mine = select(Installation).where(Installation.team_id == team_id, Installation.enterprise_id == enterprise_id)
    locked = mine.with_for_update(skip_locked=skip_locked)
    return session.exec(locked, execution_options={"populate_existing": True}).first()


def put(session: Session, installation: Installation) -> None:
    """Keep a new installation, in the place of what stood for the same workspace or organisation.

    A workspace that joined an organisation since, or left it, has a new key: the old row goes.
    """
    same = (
        (Installation.team_id == installation.team_id,)
        if installation.team_id
        else (Installation.team_id == "", Installation.enterprise_id == installation.enterprise_id)
    )
    session.execute(delete(Installation).where(*same))
    session.add(installation)


def remove(session: Session, team_id: str, enterprise_id: str, before: datetime) -> bool:
    """Delete the tokens of an installation that was made before a moment (aware UTC); whether there were any.

    A workspace's own is found by its id alone; that of an organisation has an empty `team_id`.
    """
    same = [col(Installation.team_id) == team_id, col(Installation.installed_at) < before]
    if not team_id:
        same.append(col(Installation.enterprise_id) == enterprise_id)
    return bool(session.execute(delete(Installation).where(*same)).rowcount)  # type: ignore[attr-defined]


def everything(session: Session) -> list[Installation]:
    """Every installation, locked, for whoever looks after the keys."""
    ordered = select(Installation).order_by(Installation.team_id, Installation.enterprise_id)
    return list(session.exec(ordered.with_for_update()))
