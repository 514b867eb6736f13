"""From the database to which accounts ought to be key, in two queries however many there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.keys import Client, Keys, Ranked, judge
from bot.policy import Status, Tier
from storage import attention as stored
from storage import audit

NOT_KEY = "account.not_key"  # a deed; after it: the reasons for which it was suggested
_ON_PURPOSE_FOR = timedelta(days=365)


def keys_of(session: Session, team_id: str, owner_ids: Collection[str] | None, now: datetime) -> Keys:
    """Of the accounts of some owners, or of all (None), compared with all that are to be kept.

    What was put away comes back for another reason, or after a year.
    """
    told = judge(_clients(session, team_id)).among(owner_ids)
    ids = [one.client.id for one in told.missing]
    said = audit.newest_of(session, team_id, ids, NOT_KEY, now - _ON_PURPOSE_FOR)
    return told.without({id_: (one.after or {}).get("reasons", ()) for id_, one in said.items()})


def standing_of(session: Session, team_id: str, account_id: str) -> tuple[Ranked | None, Keys]:
    """An account with its reasons, and what it was compared in; None where it is not to be kept."""
    clients = _clients(session, team_id)
    told = judge(clients)
    reasons = {one.client.id: one.reasons for one in (*told.missing, *told.held)}
    return next((Ranked(one, reasons.get(one.id, ())) for one in clients if one.id == account_id), None), told


def _clients(session: Session, team_id: str) -> list[Client]:
    return [_client(row) for row in stored.held(session, team_id, None) if row.status != Status.LEAVING]


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
