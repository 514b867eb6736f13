"""Which channel is an account's room, where its nudges are told: the first of its own, else the one for all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import AccountChannel, Nudge, Workspace


def is_one(session: Session, team_id: str, channel_id: str) -> bool:
    """Whether a channel is the room of accounts: linked to one and read by our own people alone, or that for all."""
    link = session.get(AccountChannel, (team_id, channel_id))
    workspace = session.get(Workspace, team_id)
    return (link is not None and not link.is_shared) or bool(workspace and workspace.alert_channel_id == channel_id)


def told(session: Session, team_id: str, since: datetime, channel_id: str = "") -> dict[tuple[str, str], int]:
    """Nudges raised since a moment, neither private nor urgent, by rule and by how loud they got.

    `channel_id`: only those whose room it is.
    """
    mine = select(Nudge.rule, Nudge.level, func.count()).where(Nudge.team_id == team_id)
    mine = mine.where(col(Nudge.raised_at) >= since, Nudge.manner == "usual").group_by(Nudge.rule, Nudge.level)
    if channel_id:
        linked = (AccountChannel.team_id == team_id, AccountChannel.account_id == Nudge.account_id)
        ours = (*linked, col(AccountChannel.is_shared).is_(False))
        first = select(func.min(AccountChannel.channel_id)).where(*ours).correlate(Nudge).scalar_subquery()
        for_all = select(Workspace.alert_channel_id).where(Workspace.team_id == team_id).scalar_subquery()
        mine = mine.where(func.coalesce(first, for_all) == channel_id)
    return {(rule, level): count for rule, level, count in session.exec(mine)}
