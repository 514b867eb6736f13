"""From the database to where attention goes, in three queries however many accounts there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.attention import Attention, Held, weigh
from bot.policy import Kind, Policy, Tier
from storage import accounts, facts
from storage import attention as stored


def attention_of(
    session: Session, team_id: str, owner_ids: Collection[str] | None, policy: Policy, now: datetime
) -> Attention:
    """How attention goes to the living accounts of some owners, or of all (None), up to a moment (aware UTC)."""
    days = policy.flagship_touch_days
    held = [_held(row, days, now) for row in stored.held(session, team_id, owner_ids)]
    rows = facts.attention(session, team_id, [Kind.NOTE.value], now - timedelta(days=days))
    owners, ids = {one.owner_id for one in held}, {one.id for one in held}
    touches = {
        (row.person_id, row.account_id): row.touches for row in rows if row.account_id in ids or row.person_id in owners
    }
    names = {one.id: one.name for one in held}
    others = {account_id for _, account_id in touches} - ids
    return weigh(held, touches, names | accounts.names(session, team_id, others), policy)


def _held(row: Any, days: int, now: datetime) -> Held:
    since = row.client_since or row.created_at.date()
    return Held(
        id=row.id,
        name=row.name,
        tier=Tier(row.tier),
        days=max(0, min(days, (now.date() - since).days)),
        owner_id=row.owner_id,
        value_minor=row.annual_value_minor,
        currency=row.currency,
        cadence_days=row.cadence_days,
    )
