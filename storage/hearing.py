"""Who heard how much of late, in sums: what a change of the ladder is measured by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.tables import Account, AccountChannel, Message, MessageNudge, Nudge


def cards(session: Session, team_id: str, since: datetime) -> dict[int, int]:
    """Messages of a day that were sent since a moment, by how many nudges each carried."""
    mine = select_columns(func.count().label("cards")).join(
        MessageNudge,
        (col(MessageNudge.team_id) == col(Message.team_id)) & (col(MessageNudge.message_id) == col(Message.id)),
    )
    sent = (col(Message.team_id) == team_id, col(Message.kind) == "daily", col(Message.sent_at) >= since)
    each = mine.select_from(Message).where(*sent).group_by(col(Message.id)).subquery()
    return {
        row[0]: row[1] for row in session.execute(select_columns(each.c.cards, func.count()).group_by(each.c.cards))
    }


def levels(session: Session, team_id: str, since: datetime) -> dict[str, int]:
    """Nudges that were raised since a moment and are neither private nor urgent, by how loud they got."""
    mine = select(Nudge.level, func.count()).where(Nudge.team_id == team_id, col(Nudge.raised_at) >= since)
    return dict(session.exec(mine.where(Nudge.manner == "usual").group_by(Nudge.level)).all())


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
