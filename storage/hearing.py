"""Who heard how much of late, in sums: what a change of the ladder is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.nudges import lasted
from storage.tables import Account, AccountChannel, Message, MessageNudge, Nudge
from storage.types import UtcDateTime


def cards(session: Session, team_id: str, since: datetime) -> dict[int, int]:
    """Messages of a day that were sent since a moment, by how many nudges each carried."""
    mine = select_columns(func.count().label("cards")).join(
        MessageNudge,
        (col(MessageNudge.team_id) == col(Message.team_id)) & (col(MessageNudge.message_id) == col(Message.id)),
    )
    each = mine.select_from(Message).where(*_sent(team_id, "daily", since)).group_by(col(Message.id)).subquery()
    return {
        row[0]: row[1] for row in session.execute(select_columns(each.c.cards, func.count()).group_by(each.c.cards))
    }


def posts(session: Session, team_id: str, since: datetime) -> Sequence[Row[Any]]:
    """Posts in channels that were sent since a moment: `recipient`, when `planned`, `due`, and how many `nudges`."""
    due = func.coalesce(col(Message.due_at), col(Message.not_before), type_=UtcDateTime)
    counted: tuple[Any, ...] = (
        col(Message.created_at).label("planned"),
        due.label("due"),
        func.count().label("nudges"),
    )
    mine = select_columns(col(Message.recipient), *counted).join(
        MessageNudge,
        (col(MessageNudge.team_id) == col(Message.team_id)) & (col(MessageNudge.message_id) == col(Message.id)),
    )
    sent = mine.where(*_sent(team_id, "post", since))
    by_post = (col(Message.id), col(Message.recipient), col(Message.created_at), due)
    return session.execute(sent.group_by(*by_post).order_by(col(Message.recipient), due)).all()


def readers(session: Session, team_id: str, since: datetime) -> list[str]:
    """Who was sent a message of the day since a moment."""
    mine = select_columns(col(Message.recipient)).where(*_sent(team_id, "daily", since))
    return list(session.execute(mine.distinct().order_by(col(Message.recipient))).scalars())


def digests(session: Session, team_id: str, since: datetime) -> list[tuple[str, str]]:
    """Digests that were sent since a moment: to whom, and in which slot."""
    mine = select_columns(col(Message.recipient), col(Message.slot)).where(*_sent(team_id, "digest", since))
    return [(row[0], row[1]) for row in session.execute(mine.order_by(col(Message.id)))]


def notices(session: Session, team_id: str, slots: str, since: datetime) -> int:
    """How many words by themselves were sent since a moment whose slot begins so."""
    mine = select_columns(func.count()).select_from(Message).where(*_sent(team_id, "notice", since))
    counted: int = session.execute(mine.where(col(Message.slot).startswith(slots, autoescape=True))).scalar_one()
    return counted


def levels(session: Session, team_id: str, since: datetime) -> dict[str, int]:
    """Nudges that were raised since a moment, lasted, and are neither private nor urgent, by how loud they got."""
    mine = select(Nudge.level, func.count()).where(Nudge.team_id == team_id, col(Nudge.raised_at) >= since)
    return dict(session.exec(mine.where(Nudge.manner == "usual", lasted()).group_by(Nudge.level)).all())


def untouched(session: Session, team_id: str, moment: datetime) -> int:
    """Open nudges, louder than early, that were raised by a moment and that nobody took."""
    mine = select(func.count()).select_from(Nudge).where(Nudge.team_id == team_id, col(Nudge.raised_at) <= moment)
    is_open = (col(Nudge.closed_at).is_(None), col(Nudge.taken_by).is_(None), Nudge.level != "early")
    return session.exec(mine.where(*is_open)).one()


def without_channel(session: Session, team_id: str) -> int:
    """Accounts, neither lost nor paused, without a linked channel in which only our own people are."""
    linked = select(AccountChannel.account_id).where(
        AccountChannel.team_id == team_id, col(AccountChannel.is_shared).is_(False)
    )
    mine = select(func.count()).select_from(Account).where(Account.team_id == team_id)
    living = (col(Account.status).not_in(("lost", "paused")), col(Account.id).not_in(linked))
    return session.exec(mine.where(*living)).one()


def _sent(team_id: str, kind: str, since: datetime) -> tuple[Any, ...]:
    return col(Message.team_id) == team_id, col(Message.kind) == kind, col(Message.sent_at) >= since
