"""Plans anew what somebody, or a channel, was about to hear: something else was asked for."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.nudges.hang import rehang
from storage import accounts, nudges, outbox


def plan_anew(session: Session, team_id: str, recipient: str, now: datetime) -> None:
    """Take what waits for somebody, or for a channel, off their next messages, and plan it as things stand now.

    `now` is aware UTC. Locks as `settle` does, all accounts before any message; the caller may hold the person, and
    accounts where it holds all. Raises `LookupError` for an unknown workspace.
    """
    waiting = outbox.waiting_nudges(session, team_id, recipient)
    if not waiting:
        return
    known = nudges.many(session, team_id, waiting)
    accounts.lock(session, team_id, sorted({nudge.account_id for nudge in known.values()}))

    def take_off() -> None:
        outbox.take_off(session, team_id, recipient, waiting, now)

    rehang(session, team_id, waiting, now, days_of=[recipient], first=take_off)
