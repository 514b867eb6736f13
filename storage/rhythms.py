"""The rhythms that accounts keep of their contact days, and the moments that they are counted from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, col, select

from storage.tables import Account, Touch
from storage.touches import is_of

Pairs = Collection[tuple[str, str]]


def contacts(session: Session, team_id: str, ids: Collection[str], contact: Pairs) -> dict[str, list[datetime]]:
    """When each of the accounts had contact (aware UTC), in order; `contact`: the (kind, direction) that count."""
    mine = select(Touch.account_id, Touch.occurred_at).where(
        Touch.team_id == team_id, col(Touch.account_id).in_(ids), col(Touch.undone_at).is_(None), is_of(contact)
    )
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for account_id, occurred_at in session.exec(mine.order_by(col(Touch.occurred_at))):
        found[account_id].append(occurred_at)
    return found


def kept(session: Session, team_id: str) -> Iterator[Mapping[str, Any]]:
    """The rhythm of every account of the workspace that has one."""
    mine = select(Account.rhythm).where(Account.team_id == team_id, col(Account.rhythm).is_not(None))
    return (rhythm for rhythm in session.exec(mine) if rhythm is not None)


def uncounted(session: Session, team_id: str, contact: Pairs, limit: int) -> list[str]:
    """Ids of accounts that had contact and keep no rhythm of it yet."""
    touched = exists().where(
        col(Touch.team_id) == team_id,
        col(Touch.account_id) == col(Account.id),
        col(Touch.undone_at).is_(None),
        is_of(contact),
    )
    missing = (col(Account.rhythm).is_(None), col(Account.last_contact_at).is_not(None))
    mine = select(Account.id).where(Account.team_id == team_id, *missing, touched)
    return list(session.exec(mine.order_by(Account.id).limit(limit)))
