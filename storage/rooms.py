"""Which channel is an account's room, where its nudges are told: the first of its own, else the one for all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.nudges import lasted
from storage.tables import AccountChannel, Nudge, Workspace


def is_one(session: Session, team_id: str, channel_id: str) -> bool:
    """Whether a channel is the room of accounts: linked to one and read by our own people alone, or that for all."""
    link = session.get(AccountChannel, (team_id, channel_id))
    workspace = session.get(Workspace, team_id)
    return (link is not None and not link.is_shared) or bool(workspace and workspace.alert_channel_id == channel_id)


def told(session: Session, team_id: str, since: datetime) -> dict[str, dict[tuple[str, str], int]]:
    """Nudges raised since a moment that lasted, neither private nor urgent: by room, by rule and how loud they got.

    Those of accounts that have no room are left out.
    """
    ours = (AccountChannel.team_id == team_id, col(AccountChannel.is_shared).is_(False))
    own = select(AccountChannel.account_id, func.min(AccountChannel.channel_id).label("first")).where(*ours)
    linked = own.group_by(col(AccountChannel.account_id)).subquery()
    for_all = select(Workspace.alert_channel_id).where(Workspace.team_id == team_id).scalar_subquery()
    room = func.coalesce(linked.c.first, for_all).label("room")
    each = select(room, Nudge.rule, Nudge.level).outerjoin(linked, linked.c.account_id == Nudge.account_id)
    heard = (col(Nudge.raised_at) >= since, Nudge.manner == "usual", lasted())
    mine = each.where(Nudge.team_id == team_id, *heard).subquery()
    by = (mine.c.room, mine.c.rule, mine.c.level)
    found: dict[str, dict[tuple[str, str], int]] = {}
    for at, rule, level, count in session.exec(select(*by, func.count()).where(by[0].is_not(None)).group_by(*by)):
        found.setdefault(at, {})[rule, level] = count
    return found
