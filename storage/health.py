"""How the database fares, over all workspaces: whether it takes a write, what waits, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.tables import Clock, Message, Pulse, Workspace
from storage.upsert import insert_or_update

_TIMES = 4_096  # 132 kB


def beat(session: Session, now: datetime) -> None:
    """Write as much as a command does, and other than the last time: a disk that is full takes less for a while."""
    row = {"team_id": "", "beat_at": now, "weight": f"{now.isoformat()} " * _TIMES}
    insert_or_update(session, Pulse, row, ("team_id",), ("beat_at", "weight"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Messages that are due and not sent: how many, and since when (aware UTC) the first of them is due."""

    messages: int
    since: datetime | None


def waiting(session: Session, now: datetime) -> Waiting:
    """What the outbox should have sent, tried in vain or not.

    What has nobody to hear it, or belongs to who sleeps, does not count.
    """
    is_ready = col(Message.state) == "ready"
    due = and_(is_ready, or_(col(Message.not_before) <= now, col(Message.due_at) <= now))
    heard = (col(Message.recipient) != "", col(Message.team_id).not_in(_asleep()))
    oldest = func.min(func.coalesce(Message.due_at, Message.not_before))
    mine = select(func.count(), oldest).where(or_(due, col(Message.state) == "ambiguous"), *heard)
    messages, since = session.exec(mine).one()
    return Waiting(messages, since)


def oldest_untaken(session: Session, now: datetime) -> datetime | None:
    """Since when the message has been due that nobody has tried for longest; None: all were tried.

    A workspace in which one was tried in vain waits for Slack: what else waits there does not count.
    """
    trying = select(Message.team_id).where(col(Message.state) == "ready", col(Message.due_at).is_not(None))
    elsewhere = (col(Message.team_id).not_in(trying), col(Message.team_id).not_in(_asleep()))
    mine = select(Message.not_before).where(col(Message.state) == "ready", col(Message.not_before) <= now)
    heard = mine.where(col(Message.recipient) != "", *elsewhere)
    return session.exec(heard.order_by(col(Message.not_before)).limit(1)).first()


def oldest_ring(session: Session, now: datetime) -> datetime | None:
    """When the clock rang that nobody has looked at for longest; None: all were looked at."""
    mine = select(Clock.rings_at).where(col(Clock.rings_at) <= now, col(Clock.team_id).not_in(_asleep()))
    return session.exec(mine.order_by(col(Clock.rings_at)).limit(1)).first()


def _asleep() -> SelectOfScalar[str]:
    return select(Workspace.team_id).where(col(Workspace.asleep_since).is_not(None))
