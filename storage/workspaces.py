"""Workspaces."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from storage import clocks
from storage.ids import new_id
from storage.tables import Workspace
from storage.upsert import insert_or_skip


def get(session: Session, team_id: str) -> Workspace | None:
    """The workspace, if Tend is installed there."""
    return session.get(Workspace, team_id)


def lock(session: Session, team_id: str) -> Workspace:
    """The workspace, kept from everybody else until the transaction ends. Raises `NoResultFound`.

    Whoever needs accounts' locks as well takes this one first.
    """
    mine = select(Workspace).where(Workspace.team_id == team_id).with_for_update()
    return session.exec(mine, execution_options={"populate_existing": True}).one()


def ensure(
    session: Session,
    team_id: str,
    now: datetime,
    *,
    name: str = "",
    bot_user_id: str = "",
    tz: str = "UTC",
    enterprise_id: str = "",
) -> Workspace:
    """The workspace; made if Tend is new there. What Slack says of it now replaces what it said before.

    Slack answers to our token: one that slept because it was revoked, or uninstalled, is awake again.
    """
    row = {"team_id": team_id, "name": name, "bot_user_id": bot_user_id, "tz": tz, "installed_at": now}
    row["enterprise_id"] = enterprise_id
    insert_or_skip(session, Workspace, {**row, "policy": {}, "portfolio": {}, "asleep_reason": "", "refit_at": now})
    workspace = lock(session, team_id)
    workspace.name = name or workspace.name
    workspace.bot_user_id = bot_user_id or workspace.bot_user_id
    workspace.enterprise_id = enterprise_id or workspace.enterprise_id
    if workspace.asleep_since is not None:
        workspace.asleep_since, workspace.asleep_reason = None, ""
        clocks.look_at_all(session, team_id, now)
    workspace.uninstalled_at = None
    return workspace


def fall_asleep(session: Session, team_id: str, now: datetime, why: str) -> None:
    """Our token is no longer any good there: nothing is said, no clock rings, and all is kept until it wakes."""
    workspace = lock(session, team_id)
    if workspace.asleep_since is None:
        workspace.asleep_since, workspace.asleep_reason = now, why
        clocks.still(session, team_id)


def left(session: Session, team_id: str, now: datetime, why: str) -> None:
    """Tend was uninstalled there: nothing more is said, and the data is kept for a while."""
    mine = (col(Workspace.team_id) == team_id, col(Workspace.uninstalled_at).is_(None))
    session.exec(update(Workspace).where(*mine).values(uninstalled_at=now, asleep_since=now, asleep_reason=why))
    clocks.still(session, team_id)


def of_enterprise(session: Session, enterprise_id: str) -> list[str]:
    """The workspaces of a Slack organisation in which Tend has been asked something."""
    return list(session.exec(select(Workspace.team_id).where(Workspace.enterprise_id == enterprise_id)))


def ids(session: Session) -> list[str]:
    """Every workspace that Tend is installed in."""
    return list(session.exec(select(Workspace.team_id).order_by(Workspace.team_id)))


def ask_refit(session: Session, team_id: str, now: datetime) -> None:
    """Have the portfolio counted again at the next tick."""
    session.exec(update(Workspace).where(col(Workspace.team_id) == team_id).values(refit_at=now))


def names_stamp(session: Session, team_id: str) -> str:
    """What stands for the names of all accounts as they are: as long as it is the same, so are they."""
    return session.exec(select(Workspace.names_stamp).where(Workspace.team_id == team_id)).first() or ""


def stamp_names(session: Session, team_id: str) -> None:
    """Note that a name or an alias changed. The stamp is one that a rolled back transaction never used."""
    session.exec(update(Workspace).where(col(Workspace.team_id) == team_id).values(names_stamp=new_id()))


def claim_refit(session: Session, now: datetime) -> Workspace | None:
    """A workspace whose portfolio is to be counted by now, locked; None: none, or others are at it."""
    due = or_(col(Workspace.refit_at).is_(None), col(Workspace.refit_at) <= now)
    mine = select(Workspace).where(due, col(Workspace.asleep_since).is_(None)).order_by(Workspace.team_id).limit(1)
    locked = mine.with_for_update(skip_locked=True)
    return session.exec(locked, execution_options={"populate_existing": True}).first()


def set_zone(session: Session, team_id: str, tz: str) -> None:
    """Keep the hours of a time zone, by its IANA name."""
    session.exec(update(Workspace).where(col(Workspace.team_id) == team_id).values(tz=tz))


def set_alert_channel(session: Session, team_id: str, channel_id: str | None) -> None:
    """Choose the channel that hears what no account's own channel does."""
    session.exec(update(Workspace).where(col(Workspace.team_id) == team_id).values(alert_channel_id=channel_id))
