"""Remarks from their rows to what people read, and the message that tells what became of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from sqlmodel import Session

from bot.views.post import Post
from bot.views.remarks import RemarkShown
from bot.worktime import zone
from storage import accounts, contacts, people, remarks
from storage.tables import Message, Remark

ABOUT = "remark"  # of a notice: what became of one

Show = Callable[[RemarkShown], Post]


def compose(session: Session, message: Message, show: Show) -> Post | None:
    """A message about to be sent to whoever passed it on; None where the remark is gone."""
    remark = remarks.get(session, message.team_id, str((message.body or {})["remark"]))
    if remark is None:
        return None
    reader = people.get(session, message.team_id, message.recipient)
    return show(shown(session, message.team_id, [remark], zone(reader.tz if reader else None))[0])


def shown(session: Session, team_id: str, found: Sequence[Remark], where: tzinfo) -> list[RemarkShown]:
    """Remarks as people read them, days where the reader is."""
    named = accounts.names(session, team_id, {one.account_id for one in found})
    theirs = contacts.many(session, team_id, [one.said_by for one in found if one.said_by])
    return [
        _shown(one, named[one.account_id], theirs[one.said_by].name if one.said_by in theirs else "", where)
        for one in found
    ]


def _shown(one: Remark, account: str, said_by: str, where: tzinfo) -> RemarkShown:
    return RemarkShown(
        id=one.id,
        account=account,
        text=one.text,
        reported_by=one.reported_by,
        reported_on=one.reported_at.astimezone(where).date(),
        due_on=one.due_on,
        said_by=said_by,
        owner_id=one.owner_id,
        is_big=one.is_big,
        link=one.link or "",
        state=one.state,
        answer=one.answer,
        answered_by=one.answered_by,
        answered_on=one.answered_at.astimezone(where).date() if one.answered_at else None,
    )
