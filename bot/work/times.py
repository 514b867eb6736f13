"""The times that an account keeps of its touches, moved by one touch or counted anew from history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot.policy import Counts, Direction, Kind, Policy
from storage import contacts, times, touches
from storage.tables import Account, Touch

Pairs = list[tuple[str, str]]


def pairs(policy: Policy, what: Counts) -> Pairs:
    """The (kind, direction) of touches that reset a clock."""
    return [(kind.value, way.value) for kind in Kind for way in Direction if what in policy.resets(kind, way)]


def counting(policy: Policy) -> times.Counting:
    """What counts as what, for the database."""
    contact, reach = pairs(policy, Counts.CONTACT), pairs(policy, Counts.REACH)
    attempt = [pair for pair in reach if pair not in contact]
    return times.Counting(contact, reach, attempt, pairs(policy, Counts.THANKS), [Kind.NOTE.value])


def advance(session: Session, policy: Policy, account: Account, touch: Touch) -> None:
    """Let a touch that was just written down move its account's times: forward only. The account is locked."""
    resets = policy.resets(Kind(touch.kind), Direction(touch.direction))
    when = touch.occurred_at
    if Counts.REACH in resets:
        account.last_reach_at = _later(account.last_reach_at, when)
    if Counts.CONTACT in resets and _is_since(when, account.last_contact_at):
        account.last_contact_at = when
        if account.attempts_since_contact:
            how = counting(policy)
            account.attempts_since_contact = times.attempts_after(session, account.team_id, account.id, when, how)
    elif Counts.REACH in resets and Counts.CONTACT not in resets and _is_since(when, account.last_contact_at):
        account.attempts_since_contact += 1
    if touch.kind != Kind.NOTE and _is_newest(session, touch, account.last_touch_id):
        account.last_touch_id = touch.id
    if Counts.THANKS in resets and _is_newest(session, touch, account.last_thanks_id):
        account.last_thanks_id = touch.id


def recount(session: Session, policy: Policy, locked: Collection[Account]) -> None:
    """Set accounts' times from their history. The accounts are locked."""
    if not locked:
        return
    session.flush()
    team_id = next(iter(locked)).team_id
    found = times.of_accounts(session, team_id, [account.id for account in locked], counting(policy))
    for account in locked:
        counted = found[account.id]
        account.last_contact_at = counted.last_contact_at
        account.last_reach_at = counted.last_reach_at
        account.last_touch_id = counted.last_touch_id
        account.last_thanks_id = counted.last_thanks_id
        account.attempts_since_contact = counted.attempts_since_contact


def met(session: Session, policy: Policy, touch: Touch, contact_ids: Collection[str]) -> None:
    """Let a touch move when its contacts were last met: forward only."""
    if not contact_ids or Counts.MET not in policy.resets(Kind(touch.kind), Direction(touch.direction)):
        return
    for contact in contacts.many(session, touch.team_id, contact_ids).values():
        contact.last_met_at = _later(contact.last_met_at, touch.occurred_at)


def recount_met(session: Session, policy: Policy, team_id: str, contact_ids: Collection[str]) -> None:
    """Set when contacts were last met from the touches on record."""
    session.flush()
    last = contacts.met_at(session, team_id, contact_ids, pairs(policy, Counts.MET))
    for id_, contact in contacts.many(session, team_id, contact_ids).items():
        contact.last_met_at = last.get(id_)


def _is_newest(session: Session, touch: Touch, last_id: str | None) -> bool:
    last = touches.get(session, touch.team_id, last_id) if last_id else None
    return last is None or (touch.occurred_at, touch.id) > (last.occurred_at, last.id)


def _later(known: datetime | None, when: datetime) -> datetime:
    return when if known is None else max(known, when)


def _is_since(when: datetime, last: datetime | None) -> bool:
    return last is None or when > last
