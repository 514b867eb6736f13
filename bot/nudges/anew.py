"""Plans anew what somebody, or a channel, was about to hear: something else was asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot.nudges.hang import rehang
from storage import accounts, clocks, hearer, nudges, outbox


def hear_anew(session: Session, team_id: str, person_id: str, now: datetime) -> None:
    """Have everything that somebody might hear said as they, or their lead, asked for now (aware UTC).

    What waits is planned anew at once. What was said to them already goes to whoever is to hear it instead at the next
    tick, that looks at its accounts. Locks as `plan_anew`, and raises the same.
    """
    around = hearer.accounts_around(session, team_id, person_id)
    waiting = outbox.waiting_nudges(session, team_id, person_id)
    accounts.lock(session, team_id, _accounts(session, team_id, waiting) | {*around})
    plan_anew(session, team_id, person_id, now)
    clocks.look_at(session, team_id, around, now)


def plan_anew(session: Session, team_id: str, recipient: str, now: datetime) -> None:
    """Take what waits for somebody, or for a channel, off their next messages, and plan it as things stand now.

    `now` is aware UTC. Locks as `settle` does, all accounts before any message; the caller may hold the person, and
    accounts where it holds all. Raises `LookupError` for an unknown workspace.
    """
    waiting = outbox.waiting_nudges(session, team_id, recipient)
    if not waiting:
        return
    accounts.lock(session, team_id, _accounts(session, team_id, waiting))

    def take_off() -> None:
        outbox.take_off(session, team_id, recipient, waiting, now)

    rehang(session, team_id, waiting, now, days_of=[recipient], first=take_off)


def _accounts(session: Session, team_id: str, nudge_ids: Collection[str]) -> set[str]:
    return {nudge.account_id for nudge in nudges.many(session, team_id, nudge_ids).values()}
