"""Accounts as lists show them: the loudest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.tables import Account, Clock, Nudge

_LOUDNESS = {"early": 1, "due": 2, "critical": 3}
_LEVELS = {loudness: level for level, loudness in _LOUDNESS.items()}


@dataclass(frozen=True, slots=True)
class Listed:
    """An account, the loudest level of its clocks, and until when one of them is snoozed (aware UTC), if so."""

    account: Account
    level: str | None
    snoozed_until: datetime | None


def accounts(
    session: Session,
    team_id: str,
    *,
    limit: int,
    offset: int = 0,
    owner_id: str | None = None,
    rule: str | None = None,
) -> tuple[list[Listed], int]:
    """A page of accounts that are not lost, the loudest first, then by name; and how many there are in all.

    `owner_id`: only theirs. `rule`: only those where a clock of this rule has a level, which is then the one shown.
    """
    loudest = _loudest(team_id, rule)
    conditions: list[ColumnElement[bool]] = [col(Account.team_id) == team_id, col(Account.status) != "lost"]
    if owner_id is not None:
        conditions.append(col(Account.owner_id) == owner_id)
    if rule is not None:
        conditions.append(loudest.c.loudness.is_not(None))
    joined = select(Account, loudest.c.loudness, loudest.c.snoozed_until).outerjoin(
        loudest, loudest.c.account_id == col(Account.id)
    )
    order = (func.coalesce(loudest.c.loudness, 0).desc(), col(Account.name_key))
    rows = session.exec(joined.where(*conditions).order_by(*order).limit(limit).offset(offset))
    counted = joined.where(*conditions).with_only_columns(func.count(), maintain_column_froms=True)
    total = int(session.execute(counted).scalar_one())
    return [Listed(account, _LEVELS.get(loudness), snoozed) for account, loudness, snoozed in rows], total


def ringing(session: Session, team_id: str, until: datetime, *, limit: int, owner_id: str | None = None) -> list[str]:
    """Ids of the accounts that have a clock ringing by `until` (aware), soonest first."""
    of_clock = and_(col(Account.team_id) == col(Clock.team_id), col(Account.id) == col(Clock.account_id))
    soonest = func.min(col(Clock.rings_at))
    mine = select_columns(col(Clock.account_id)).where(col(Clock.team_id) == team_id, col(Clock.rings_at) <= until)
    if owner_id is not None:
        mine = mine.join(Account, of_clock).where(col(Account.owner_id) == owner_id)
    grouped = mine.group_by(col(Clock.account_id)).order_by(soonest, col(Clock.account_id)).limit(limit)
    return [row[0] for row in session.execute(grouped)]


def waiting(session: Session, team_id: str, person_id: str, *, limit: int) -> list[Nudge]:
    """Open nudges that a person took, and those on their accounts that nobody took; the loudest first."""
    of_nudge = and_(col(Account.team_id) == col(Nudge.team_id), col(Account.id) == col(Nudge.account_id))
    theirs = or_(
        col(Nudge.taken_by) == person_id, and_(col(Nudge.taken_by).is_(None), col(Account.owner_id) == person_id)
    )
    mine = select(Nudge).join(Account, of_nudge).where(Nudge.team_id == team_id, col(Nudge.closed_at).is_(None), theirs)
    loudness = case(_LOUDNESS, value=col(Nudge.level))
    return list(session.exec(mine.order_by(loudness.desc(), col(Nudge.opened_at), col(Nudge.id)).limit(limit)))


def counts(session: Session, team_id: str, owner_id: str) -> tuple[int, int]:
    """How many accounts a person owns, and how many there are; lost ones aside."""
    owned = func.sum(case((col(Account.owner_id) == owner_id, 1), else_=0))
    mine = select_columns(func.coalesce(owned, 0), func.count())
    row = session.execute(mine.where(col(Account.team_id) == team_id, col(Account.status) != "lost")).one()
    return int(row[0]), int(row[1])


def _loudest(team_id: str, rule: str | None) -> Subquery:
    loudness = func.max(case(_LOUDNESS, value=col(Clock.level))).label("loudness")
    snoozed = func.max(col(Clock.snoozed_until)).label("snoozed_until")
    mine = select_columns(col(Clock.account_id), loudness, snoozed).where(col(Clock.team_id) == team_id)
    if rule is not None:
        mine = mine.where(col(Clock.rule) == rule)
    return mine.group_by(col(Clock.account_id)).subquery()
