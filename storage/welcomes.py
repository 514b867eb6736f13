"""The word of welcome: one message to a workspace, to whoever installed Tend there; and whom an owner's first one told.

Its id is its name, so that no workspace can have a second one, whoever it goes to.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists
from sqlmodel import Session, col, select

from storage.tables import Account, Message, MessageNudge, Workspace
from storage.upsert import insert_or_skip

ID = "welcome"


def missing(session: Session, limit: int) -> list[str]:
    """Workspaces that are awake, have no account yet and were not welcomed."""
    has_account = exists().where(col(Account.team_id) == col(Workspace.team_id))
    is_welcomed = exists().where(col(Message.team_id) == col(Workspace.team_id), col(Message.id) == ID)
    mine = select(Workspace.team_id).where(col(Workspace.asleep_since).is_(None), ~is_welcomed, ~has_account)
    return list(session.exec(mine.order_by(Workspace.team_id).limit(limit)))


def queue(session: Session, team_id: str, recipient: str, body: dict[str, Any], now: datetime) -> bool:
    """Put it into the outbox; False where the workspace has one already."""
    row = {"team_id": team_id, "id": ID, "kind": "notice", "recipient": recipient, "slot": ID, "state": "ready"}
    when = {"not_before": now, "created_at": now, "attempts": 0, "failure": ""}
    return insert_or_skip(session, Message, {**row, **when, "body": body})


def posted(session: Session, since: datetime) -> list[Message]:
    """Those of all workspaces that are awake, where it was sent since a moment."""
    mine = select(Message).join(Workspace, and_(col(Message.team_id) == col(Workspace.team_id), col(Message.id) == ID))
    sent = mine.where(col(Message.state) == "sent", col(Message.sent_at) >= since)
    return list(session.exec(sent.where(col(Workspace.asleep_since).is_(None))))


def show(session: Session, team_id: str, shown: dict[str, Any], now: datetime) -> None:
    """Have the posted one tell what has been done by now."""
    mine = select(Message).where(Message.team_id == team_id, Message.id == ID).with_for_update()
    message = session.exec(mine, execution_options={"populate_existing": True}).first()
    if message is not None:
        message.body, message.revise_at = {**(message.body or {}), "shown": shown}, now


def has_owners_beside(session: Session, team_id: str, person_id: str) -> bool:
    """Whether somebody else than a person owns an account."""
    mine = select(Account.id).where(Account.team_id == team_id, Account.owner_id != person_id)
    return session.exec(mine.where(col(Account.status) != "lost").limit(1)).first() is not None


def has_awake(session: Session, team_id: str, name_keys: Collection[str]) -> bool:
    """Whether any account of some names is neither paused nor lost. Names are in the form of `storage.names.key`."""
    mine = select(Account.id).where(Account.team_id == team_id, col(Account.name_key).in_(name_keys))
    return session.exec(mine.where(col(Account.status).not_in(("paused", "lost"))).limit(1)).first() is not None


def was_told_as_owner(session: Session, team_id: str, recipient: str) -> bool:
    """Whether somebody was ever sent a nudge about an account of theirs."""
    is_carried = and_(col(MessageNudge.team_id) == team_id, col(MessageNudge.message_id) == col(Message.id))
    mine = select(Message.id).join(MessageNudge, is_carried)
    theirs = (Message.team_id == team_id, Message.recipient == recipient, col(MessageNudge.heard_as) == "owner")
    return session.exec(mine.where(*theirs, col(Message.state).in_(("sent", "ambiguous"))).limit(1)).first() is not None
