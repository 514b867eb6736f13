"""Clocks: one rule watching one subject of one account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, update
from sqlmodel import Session, col, select

from storage.tables import Account, Clock, Workspace

#: What tells the clocks of one account apart: rule and subject.
ClockKey = tuple[str, str]

_AT_ONCE = 5_000  # accounts: databases limit how many ids a query takes


def of(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, dict[ClockKey, Clock]]:
    """Every clock, by account."""
    mine = select(Clock).where(Clock.team_id == team_id, col(Clock.account_id).in_(account_ids))
    found: defaultdict[str, dict[ClockKey, Clock]] = defaultdict(dict)
    for clock in session.exec(mine):
        found[clock.account_id][clock.rule, clock.subject] = clock
    return found


def get(session: Session, team_id: str, account_id: str, rule: str, subject: str = "") -> Clock | None:
    """One clock."""
    return session.get(Clock, (team_id, account_id, rule, subject))


def claim_due(session: Session, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Up to `limit` (team id, account id) with a clock that rings, oldest first, their rows locked.

    What another process holds is left out, and so are workspaces that sleep.
    """
    asleep = select(Workspace.team_id).where(col(Workspace.asleep_since).is_not(None))
    mine = (
        select(Account.team_id, Account.id)
        .select_from(Clock)
        .join(Account, and_(col(Account.team_id) == Clock.team_id, col(Account.id) == Clock.account_id))
        .where(col(Clock.rings_at) <= now, col(Clock.team_id).not_in(asleep))
        .order_by(col(Clock.rings_at))
        .limit(limit)
        .with_for_update(of=Account, skip_locked=True)
    )
    return list(dict.fromkeys((team_id, account_id) for team_id, account_id in session.exec(mine)))


def postpone(session: Session, team_id: str, account_id: str, now: datetime, until: datetime) -> None:
    """Let every clock of an account that rings by `now` wait until a moment: it could not be computed."""
    mine = (col(Clock.team_id) == team_id, col(Clock.account_id) == account_id, col(Clock.rings_at) <= now)
    session.execute(update(Clock).where(*mine).values(rings_at=until, failures=col(Clock.failures) + 1))


def ringing(session: Session, team_id: str, rule: str) -> list[str]:
    """Ids of accounts on which a rule has reached a level."""
    mine = select(Clock.account_id).where(Clock.team_id == team_id, Clock.rule == rule, col(Clock.level).is_not(None))
    return list(session.exec(mine.distinct()))


def unsnooze(session: Session, team_id: str, account_id: str) -> int:
    """Let everything about an account speak again; how many clocks were quiet. To be settled afterwards."""
    snoozed = [clock for clock in of(session, team_id, [account_id])[account_id].values() if clock.snoozed_until]
    for clock in snoozed:
        clock.snoozed_until = None
    return len(snoozed)


def look_at_all(session: Session, team_id: str, now: datetime) -> None:
    """Have every clock of a workspace looked at anew: what they are measured by has changed, or it was asleep."""
    _wind_all(session, team_id, now)


def look_at(session: Session, team_id: str, account_ids: Collection[str], now: datetime) -> None:
    """Have every clock of some accounts looked at anew: something was opened on all of them at once."""
    ids = sorted(account_ids)
    for some in (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)):
        mine = select(Account.id).where(Account.team_id == team_id, col(Account.id).in_(some)).order_by(Account.id)
        session.exec(mine.with_for_update()).all()
        of_them = (col(Clock.team_id) == team_id, col(Clock.account_id).in_(some))
        session.execute(update(Clock).where(*of_them).values(rings_at=now))


def still(session: Session, team_id: str) -> None:
    """Have no clock of a workspace ring: it sleeps. What rang would lie in the way of the others' for as long."""
    _wind_all(session, team_id, None)


def _wind_all(session: Session, team_id: str, rings_at: datetime | None) -> None:
    mine = select(Account.id).where(Account.team_id == team_id).order_by(Account.id)
    session.exec(mine.with_for_update()).all()
    session.execute(update(Clock).where(col(Clock.team_id) == team_id).values(rings_at=rings_at))


def next_ring(session: Session) -> datetime | None:
    """The moment at which the next clock of any workspace rings."""
    return session.exec(select(func.min(Clock.rings_at))).one()
