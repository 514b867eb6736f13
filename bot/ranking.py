"""From the database to which accounts ought to be key, in one query however many there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlmodel import Session

from bot.keys import Client, Keys, judge
from bot.policy import Status, Tier
from storage import attention as stored


def keys_of(session: Session, team_id: str, owner_ids: Collection[str] | None) -> Keys:
    """Of the accounts of some owners, or of all (None), compared with all that are to be kept."""
    held = stored.held(session, team_id, None)
    return judge([_client(row) for row in held if row.status != Status.LEAVING]).among(owner_ids)


def _client(row: Any) -> Client:
    return Client(
        id=row.id,
        name=row.name,
        tier=Tier(row.tier),
        owner_id=row.owner_id,
        value_minor=row.annual_value_minor,
        profit_minor=row.annual_profit_minor,
        currency=row.currency,
        since=row.client_since,
    )
