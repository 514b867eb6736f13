"""Who is sending which message of the outbox: claimed by lease, or gathered into one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_
from sqlmodel import Session, col, select

from storage import outbox
from storage.core import locked
from storage.tables import Message, MessageNudge, Workspace


def claim(
    session: Session, now: datetime, until: datetime, by: str, limit: int, *, but: Collection[str] = ()
) -> list[Message]:
    """Lease up to `limit` messages that are ready, or whose fate is not known; oldest first.

    `but` are workspaces that must wait; those that sleep are left out, and what another process holds.
    """
    ready = and_(col(Message.state) == "ready", col(Message.not_before) <= now, outbox.free(now))
    unsure = and_(col(Message.state) == "ambiguous", col(Message.leased_until) <= now)
    return _lease(session, or_(ready, unsure), col(Message.not_before), until, by, limit, but)


def claim_revisions(
    session: Session, now: datetime, until: datetime, by: str, limit: int, *, but: Collection[str] = ()
) -> list[Message]:
    """Lease up to `limit` posted messages that are to be brought up to date."""
    mine = and_(col(Message.state) == "sent", col(Message.revise_at) <= now, outbox.free(now))
    return _lease(session, mine, col(Message.revise_at), until, by, limit, but)


def lock_mine(session: Session, team_id: str, message_id: str, by: str) -> Message | None:
    """A message that this process leased, kept from everybody else; None when somebody else has it by now."""
    mine = select(Message).where(Message.team_id == team_id, Message.id == message_id, Message.leased_by == by)
    return next(iter(locked(session, mine)), None)


def is_leased_by(session: Session, team_id: str, message_id: str, by: str) -> bool:
    """Whether a message is still in the hands of the process that goes by a name."""
    mine = select(Message.leased_by).where(Message.team_id == team_id, Message.id == message_id)
    return session.exec(mine).first() == by


def crowded(session: Session, until: datetime) -> list[tuple[str, str, str, int]]:
    """(team id, recipient, kind, how many) where more than one message waits to be sent by a moment."""
    key = (col(Message.team_id), col(Message.recipient), col(Message.kind))
    mine = and_(col(Message.state) == "ready", col(Message.not_before) <= until, col(Message.kind) != "notice")
    counted = select(*key, func.count()).where(mine, col(Message.recipient) != "").group_by(*key)
    return [(row[0], row[1], row[2], row[3]) for row in session.exec(counted.having(func.count() > 1))]


def lock_waiting(
    session: Session, team_id: str, recipient: str, kind: str, now: datetime, until: datetime
) -> list[Message]:
    """What waits to be sent to one recipient by a moment and is leased by nobody, by slot, locked."""
    mine = select(Message).where(
        Message.team_id == team_id,
        Message.recipient == recipient,
        Message.kind == kind,
        Message.state == "ready",
        col(Message.not_before) <= until,
        outbox.free(now),
    )
    return sorted(locked(session, mine.order_by(col(Message.id))), key=lambda message: message.slot)


def gather(session: Session, team_id: str, kept: Message, others: Collection[Message]) -> None:
    """Let one message carry all that hangs on the others, which are dropped."""
    ids = [message.id for message in others]
    moved = select(MessageNudge).where(MessageNudge.team_id == team_id, col(MessageNudge.message_id).in_(ids))
    rows = {link.nudge_id: link for link in session.exec(moved.order_by(col(MessageNudge.message_id)))}
    for link in outbox.carried(session, team_id, kept.id):
        rows.pop(link.nudge_id, None)
    columns = ("nudge_id", "level", "heard_as", "because")
    outbox.hang(
        session, team_id, [{"message_id": kept.id, **link.model_dump(include=set(columns))} for link in rows.values()]
    )
    session.execute(
        delete(MessageNudge).where(col(MessageNudge.team_id) == team_id, col(MessageNudge.message_id).in_(ids))
    )
    for message in others:
        message.state = "dropped"


def _lease(
    session: Session,
    mine: ColumnElement[bool],
    order: Any,
    until: datetime,
    by: str,
    limit: int,
    but: Collection[str],
) -> list[Message]:
    asleep = select(Workspace.team_id).where(col(Workspace.asleep_since).is_not(None))
    awake = and_(col(Message.team_id).not_in(asleep), col(Message.team_id).not_in(but))
    claimed = locked(session, select(Message).where(mine, awake).order_by(order).limit(limit), skip_locked=True)
    for message in claimed:
        message.leased_until, message.leased_by = until, by
    return claimed
