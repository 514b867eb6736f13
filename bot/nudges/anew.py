"""Plans anew what somebody was about to hear: they asked for something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.nudges.hang import rehang
from storage import accounts, nudges, outbox

_AT_ONCE = 500  # nudges, or accounts: databases limit how many ids a query takes


def plan_anew(session: Session, team_id: str, person_id: str, now: datetime) -> None:
    """Take what waits for somebody off their next messages, and plan it as things stand now (aware UTC).

    Locks as `settle` does, all accounts before any message; the caller may hold the person. Raises `LookupError` for an
    unknown workspace.
    """
    waiting = outbox.waiting_nudges(session, team_id, person_id)
    known = (nudges.many(session, team_id, some).values() for some in _some(waiting))
    for accounts_of in _some(sorted({nudge.account_id for found in known for nudge in found})):
        accounts.lock(session, team_id, accounts_of)
    for some in _some(waiting):
        outbox.take_off(session, team_id, person_id, some, now)
        rehang(session, team_id, some, now)


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
