"""Nudges: what ringing clocks want said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from storage.clocks import ClockKey
from storage.core import among
from storage.tables import Account, Nudge


def get(session: Session, team_id: str, nudge_id: str) -> Nudge | None:
    """The nudge with an id, open or closed."""
    return session.get(Nudge, (team_id, nudge_id))


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Nudge]:
    """Those that exist among the given ids, open or closed."""
    found = session.exec(select(Nudge).where(Nudge.team_id == team_id, among(col(Nudge.id), ids)))
    return {nudge.id: nudge for nudge in found}


def open_of(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, dict[ClockKey, Nudge]]:
    """Every open nudge, by account and clock."""
    mine = select(Nudge).where(
        Nudge.team_id == team_id, col(Nudge.account_id).in_(account_ids), col(Nudge.closed_at).is_(None)
    )
    found: defaultdict[str, dict[ClockKey, Nudge]] = defaultdict(dict)
    for nudge in session.exec(mine):
        found[nudge.account_id][nudge.rule, nudge.subject] = nudge
    return found


def closed_of(session: Session, team_id: str, account_id: str, since: datetime, limit: int) -> list[Nudge]:
    """What was closed about an account since a moment, the latest first; by a touch alone, where it came since then."""
    came = select(Account.created_at).where(Account.team_id == team_id, Account.id == account_id).scalar_subquery()
    is_news = or_(col(Nudge.touch_id).is_not(None), came <= since)
    mine = select(Nudge).where(Nudge.team_id == team_id, Nudge.account_id == account_id, col(Nudge.closed_at) > since)
    mine = mine.where(is_news)
    return list(session.exec(mine.order_by(col(Nudge.closed_at).desc(), col(Nudge.id)).limit(limit)))


def lasted() -> ColumnElement[bool]:
    """Whether a nudge was there to be heard: it did not close in the moment in which it opened."""
    return or_(col(Nudge.closed_at).is_(None), col(Nudge.closed_at) > col(Nudge.opened_at))


def last_episodes(session: Session, team_id: str, account_ids: Collection[str]) -> dict[tuple[str, str, str], int]:
    """The last episode of every clock that ever rang, by account, rule and subject: clocks come and go, nudges stay."""
    key = (col(Nudge.account_id), col(Nudge.rule), col(Nudge.subject))
    mine = select(*key, func.max(Nudge.episode)).where(Nudge.team_id == team_id, key[0].in_(account_ids)).group_by(*key)
    return {(account_id, rule, subject): last for account_id, rule, subject, last in session.exec(mine)}


def take(nudge: Nudge, person_id: str, now: datetime) -> None:
    """Note that a person will see to it: they hear of it from now on."""
    nudge.taken_by = person_id
    nudge.taken_at = now


def close(nudge: Nudge, now: datetime, why: str, *, by: str | None = None, touch_id: str | None = None) -> None:
    """Close a nudge; `why` are the words that its posts will show: "spoken to on 12 May, by Ana"."""
    nudge.closed_at = now
    nudge.closed_by = by
    nudge.closed_why = why
    nudge.touch_id = touch_id


def open_by_rule(session: Session, team_id: str) -> dict[str, dict[str, int]]:
    """By rule and level: how many nudges are open."""
    key = (col(Nudge.rule), col(Nudge.level))
    mine = select(*key, func.count()).where(Nudge.team_id == team_id, col(Nudge.closed_at).is_(None)).group_by(*key)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for rule, level, count in session.exec(mine):
        found[rule][level] = count
    return found
