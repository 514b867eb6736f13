"""The rhythm that an account keeps of its contact days, moved by one touch or counted anew from history.

Days are those of the account's owner, else of the workspace. The rhythm remembers whose: where the account's days are
elsewhere by the next contact, all of it is counted anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, tzinfo
from typing import Any

from sqlmodel import Session

from bot import rhythm
from bot.policy import Counts, Direction, Kind, Policy
from bot.work import desk
from bot.work.times import pairs
from storage import accounts, rhythms
from storage.tables import Account, Touch


def advance(session: Session, policy: Policy, account: Account, touch: Touch, zone: tzinfo) -> None:
    """Let a touch that was just written down move its account's rhythm. `zone`: its days. The account is locked."""
    if Counts.CONTACT not in policy.resets(Kind(touch.kind), Direction(touch.direction)):
        return
    day = touch.occurred_at.astimezone(zone).date()
    before = _remembered(account.rhythm, zone)
    if before is None or day < before.last_on:
        recount(session, policy, [account])
    else:
        account.rhythm = _kept(rhythm.contact(before, day), zone)


def recount(session: Session, policy: Policy, locked: Collection[Account]) -> None:
    """Set accounts' rhythms from their history. The accounts are locked, and of one workspace."""
    if not locked:
        return
    session.flush()
    team_id = next(iter(locked)).team_id
    found = rhythms.contacts(session, team_id, [account.id for account in locked], pairs(policy, Counts.CONTACT))
    for account in locked:
        zone = desk.zone_of(session, team_id, account.owner_id)
        account.rhythm = _counted(found.get(account.id, ()), zone)


def count_missing(session: Session, policy: Policy, team_id: str, limit: int) -> list[str]:
    """Count some of the rhythms that are missing although there was contact; the ids of the accounts, now locked."""
    ids = rhythms.uncounted(session, team_id, pairs(policy, Counts.CONTACT), limit)
    if ids:
        recount(session, policy, accounts.lock(session, team_id, ids))
    return ids


def _counted(moments: Iterable[datetime], zone: tzinfo) -> dict[str, Any] | None:
    counted = rhythm.of({moment.astimezone(zone).date() for moment in moments})
    return _kept(counted, zone) if counted else None


def _kept(counted: rhythm.Rhythm, zone: tzinfo) -> dict[str, Any]:
    return {**rhythm.to_json(counted), "zone": str(zone)}


def _remembered(kept: dict[str, Any] | None, zone: tzinfo) -> rhythm.Rhythm | None:
    return rhythm.from_json(kept) if kept and kept["zone"] == str(zone) else None
