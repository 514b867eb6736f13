"""Which living accounts there are to look after, and what they are worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from storage.core import table
from storage.tables import Account

_ACCOUNTS = table(Account).c
_SHOWN = (
    "id",
    "name",
    "tier",
    "owner_id",
    "status",
    "annual_value_minor",
    "annual_profit_minor",
    "currency",
    "cadence_days",
    "client_since",
    "created_at",
)


def held(session: Session, team_id: str, owner_ids: Collection[str] | None) -> Sequence[Row[Any]]:
    """The accounts of some owners, or of all (None), that are neither lost nor paused, by name."""
    mine = [_ACCOUNTS.team_id == team_id, _ACCOUNTS.status.not_in(("lost", "paused"))]
    if owner_ids is not None:
        mine.append(_ACCOUNTS.owner_id.in_(owner_ids))
    shown = select(*(_ACCOUNTS[name] for name in _SHOWN)).where(*mine)
    return session.execute(shown.order_by(_ACCOUNTS.name_key)).all()
