"""What verbs that begin with an account's name have in common."""

from __future__ import annotations

from sqlmodel import Session

from handlers.visit import Visit
from storage import accounts


def names_nothing(session: Session, visit: Visit, typed: str) -> bool:
    """Whether there is no account to go by: none typed, none picked, and the channel is not linked to one."""
    if typed.strip() or visit.chosen:
        return False
    linked = accounts.by_channel(session, visit.team_id, visit.channel_id) if visit.channel_id else None
    return linked is None
