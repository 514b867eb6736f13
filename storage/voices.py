"""Who speaks of clients beside their owners: passes something on, or logs. Of some owners' accounts, or all (None)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlmodel import Session, SQLModel

from storage.core import table
from storage.portfolio import Owners
from storage.tables import Account, Breakdown, Promise, Remark, Touch, Wish

#: What people typed or pressed themselves; what logs itself is nobody's voice.
_BY_HAND = ("command", "form", "button", "message")
_ACCOUNTS, _TOUCHES, _REMARKS = table(Account).c, table(Touch).c, table(Remark).c
_LIVING = ("active", "rescue", "leaving")


@dataclass(frozen=True, slots=True)
class Silent:
    """An account of which nobody but its owner spoke."""

    name: str
    owner_id: str | None


class Relayed(NamedTuple):
    """What was passed on, how much of it is answered, and by whom; and who logged for somebody else's client."""

    remarks: int
    answered: int
    relayers: list[str]
    loggers: list[str]


class _Said(NamedTuple):
    """A noun that is somebody's voice: who put it on record, and when."""

    of: type[SQLModel]
    who: str
    when: str


_SAID = (
    _Said(Remark, "reported_by", "reported_at"),
    _Said(Promise, "made_by", "made_at"),
    _Said(Wish, "noted_by", "noted_at"),
    _Said(Breakdown, "reported_by", "reported_at"),
)


def silent(
    session: Session, team_id: str, owner_ids: Owners, since: datetime, *, limit: int, offset: int = 0
) -> tuple[list[Silent], int]:
    """A page of the accounts of which nobody but their owner spoke since a moment (aware), by name; how many in all.

    Those that are newer are left out: nobody had the time.
    """
    heard = [_logged(team_id, since), *(_put_on_record(one, team_id, since) for one in _SAID)]
    mine = and_(*_within(team_id, owner_ids), _ACCOUNTS.created_at <= since, *(~one for one in heard))
    total = session.execute(select(func.count()).select_from(table(Account)).where(mine)).scalar_one()
    page = select(_ACCOUNTS.name, _ACCOUNTS.owner_id).where(mine).order_by(_ACCOUNTS.name_key, _ACCOUNTS.id)
    return [Silent(*row) for row in session.execute(page.limit(limit).offset(offset))], total


def relayed(session: Session, team_id: str, owner_ids: Owners, since: datetime) -> Relayed:
    """Who spoke since a moment (aware), and of how much; people by their ids."""
    of_remark = and_(_ACCOUNTS.team_id == _REMARKS.team_id, _ACCOUNTS.id == _REMARKS.account_id)
    passed_on = and_(_REMARKS.team_id == team_id, _REMARKS.reported_at >= since, *_within(team_id, owner_ids))
    answered = func.sum(case((_REMARKS.state != "open", 1), else_=0))
    counted = select(func.count(), answered).select_from(table(Remark)).join(table(Account), of_remark)
    remarks, done = session.execute(counted.where(passed_on)).one()
    who = select(_REMARKS.reported_by).distinct().join_from(table(Remark), table(Account), of_remark).where(passed_on)
    of_touch = and_(_ACCOUNTS.team_id == _TOUCHES.team_id, _ACCOUNTS.id == _TOUCHES.account_id)
    logged = and_(*_by_others(team_id, since), *_within(team_id, owner_ids))
    others = select(_TOUCHES.logged_by).distinct().join_from(table(Touch), table(Account), of_touch).where(logged)
    return Relayed(remarks, int(done or 0), _ids(session.execute(who)), _ids(session.execute(others)))


def _ids(rows: Iterable[Any]) -> list[str]:
    return sorted(row[0] for row in rows if row[0])


def _logged(team_id: str, since: datetime) -> ColumnElement[bool]:
    """Whether somebody else logged something for an account."""
    mine = (_TOUCHES.account_id == _ACCOUNTS.id, *_by_others(team_id, since))
    return exists(select(1).select_from(table(Touch)).where(*mine).correlate(table(Account)))


def _by_others(team_id: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _TOUCHES.team_id == team_id,
        _TOUCHES.logged_at >= since,
        _TOUCHES.undone_at.is_(None),
        _TOUCHES.source.in_(_BY_HAND),
        _somebody_else(_TOUCHES.logged_by),
    )


def _put_on_record(said: _Said, team_id: str, since: datetime) -> ColumnElement[bool]:
    """Whether somebody else put something of a noun on record for an account."""
    row = table(said.of).c
    mine = (row.team_id == team_id, row.account_id == _ACCOUNTS.id, row[said.when] >= since)
    found = select(1).select_from(table(said.of)).where(*mine, _somebody_else(row[said.who]))
    return exists(found.correlate(table(Account)))


def _somebody_else(who: ColumnElement[str]) -> ColumnElement[bool]:
    return or_(_ACCOUNTS.owner_id.is_(None), who != _ACCOUNTS.owner_id)


def _within(team_id: str, owner_ids: Owners) -> list[ColumnElement[bool]]:
    scope = [] if owner_ids is None else [_ACCOUNTS.owner_id.in_(owner_ids)]
    return [_ACCOUNTS.team_id == team_id, _ACCOUNTS.status.in_(_LIVING), *scope]
