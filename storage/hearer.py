"""What one of ours heard of late, and what is open that they might hear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from storage.tables import Account, Message, MessageNudge, Nudge, Person

_MOST = 2_000  # cards
_OPEN = 500  # nudges

#: A message, when it was sent, in what part they heard the nudge, and the nudge.
Heard = tuple[str, datetime, str, Nudge]


def cards(session: Session, team_id: str, person_id: str, since: datetime) -> list[Heard]:
    """What somebody's messages of the day carried since a moment, the newest first."""
    link = and_(col(MessageNudge.team_id) == col(Message.team_id), col(MessageNudge.message_id) == col(Message.id))
    of = and_(col(Nudge.team_id) == col(MessageNudge.team_id), col(Nudge.id) == col(MessageNudge.nudge_id))
    shown: tuple[Any, ...] = (Message.id, Message.sent_at, MessageNudge.heard_as, Nudge)
    mine = select(*shown).join(MessageNudge, link).join(Nudge, of).where(Message.team_id == team_id)
    sent = mine.where(Message.recipient == person_id, Message.kind == "daily", col(Message.sent_at) >= since)
    newest = sent.order_by(col(Message.sent_at).desc(), col(Nudge.id))
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(newest.limit(_MOST))]


def around(session: Session, team_id: str, person_id: str) -> list[Nudge]:
    """Open nudges that somebody might hear: of accounts of theirs and of those they lead, and what is theirs to do."""
    mine = _around(select(Nudge), team_id, person_id)
    return list(session.exec(mine.order_by(col(Nudge.raised_at).desc(), col(Nudge.id)).limit(_OPEN)))


def accounts_around(session: Session, team_id: str, person_id: str) -> list[str]:
    """The accounts of what is `around` somebody, all of them, by id."""
    mine = _around(select(Nudge.account_id), team_id, person_id)
    return list(session.exec(mine.distinct().order_by(col(Nudge.account_id))))


def heard(session: Session, team_id: str, person_id: str) -> dict[str, set[str]]:
    """By open nudge that somebody was told of: the levels at which they were told."""
    link = and_(col(MessageNudge.team_id) == col(Message.team_id), col(MessageNudge.message_id) == col(Message.id))
    of = and_(col(Nudge.team_id) == col(MessageNudge.team_id), col(Nudge.id) == col(MessageNudge.nudge_id))
    mine = select(Nudge.id, MessageNudge.level).join(MessageNudge, of).join(Message, link)
    mine = mine.where(Message.team_id == team_id, Message.recipient == person_id, col(Nudge.closed_at).is_(None))
    found: dict[str, set[str]] = {}
    for nudge_id, level in session.exec(mine.where(col(Message.state).in_(("sent", "ambiguous")))):
        found.setdefault(nudge_id, set()).add(level)
    return found


def said(session: Session, team_id: str, person_id: str, since: datetime) -> list[str]:
    """The slots of somebody's messages of the day that were due since a moment and are not to be said any more."""
    mine = select(Message.slot).where(Message.team_id == team_id, Message.recipient == person_id)
    spoken = (Message.kind == "daily", col(Message.not_before) >= since, col(Message.state).in_(("sent", "ambiguous")))
    return list(session.exec(mine.where(*spoken).order_by(col(Message.slot))))


def _around(chosen: Any, team_id: str, person_id: str) -> Any:
    led = select(Person.id).where(Person.team_id == team_id, Person.lead_id == person_id)
    account = (col(Account.owner_id), col(Account.backup_id), col(Account.sponsor_id))
    kept = (or_(one == person_id, one.in_(led)) for one in account)
    hearer = col(Nudge.hearer_id)
    concerned = or_(*kept, col(Nudge.taken_by) == person_id, hearer == person_id, hearer.in_(led))
    of = and_(col(Account.team_id) == col(Nudge.team_id), col(Account.id) == col(Nudge.account_id))
    return chosen.join(Account, of).where(Nudge.team_id == team_id, col(Nudge.closed_at).is_(None), concerned)
