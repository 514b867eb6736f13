"""The whole history of accounts, for replaying it: columns, one query for each kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session, SQLModel, col

from storage.core import table
from storage.tables import Person, Remark, StaffingChange, Touch, TouchContact, TouchPerson

Rows = Sequence[Row[Any]]
_TOUCHES = table(Touch).c
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def touches(session: Session, team_id: str, account_ids: Collection[str]) -> Rows:
    """Every touch of some accounts that was not undone, in the order in which they happened."""
    columns = (
        _TOUCHES.account_id, _TOUCHES.id, _TOUCHES.occurred_at, _TOUCHES.kind, _TOUCHES.direction,
        _TOUCHES.temperature, _TOUCHES.signs, _TOUCHES.next_on, _TOUCHES.logged_by,
    )  # fmt: skip
    return session.execute(select(*columns).where(*_live(team_id, account_ids)).order_by("occurred_at", "id")).all()


def people(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Ids of our people who took part, by touch."""
    return _parts(session, team_id, account_ids, TouchPerson, "person_id")


def contacts(session: Session, team_id: str, account_ids: Collection[str]) -> dict[str, list[str]]:
    """Ids of the client's people who took part, by touch."""
    return _parts(session, team_id, account_ids, TouchContact, "contact_id")


def owners(session: Session, team_id: str, account_ids: Collection[str]) -> Rows:
    """Every change of who owns some accounts, in the order in which they happened."""
    change = table(StaffingChange).c
    told = select(change.account_id, change.id, change.changed_at, change.before_id, change.after_id)
    mine = (change.team_id == team_id, change.account_id.in_(account_ids), change.place == "owner")
    return session.execute(told.where(*mine).order_by(change.changed_at, change.id)).all()


def remarks(session: Session, team_id: str, account_ids: Collection[str]) -> Rows:
    """When something that clients said was passed on, by account, in the order in which it was."""
    remark = table(Remark).c
    mine = (remark.team_id == team_id, remark.account_id.in_(account_ids))
    told = select(remark.account_id, remark.reported_at).where(*mine)
    return session.execute(told.order_by(remark.reported_at, remark.id)).all()


def gone(session: Session, team_id: str) -> dict[str, datetime]:
    """Who of ours has left, and when (aware UTC); bots were never here."""
    mine = select(col(Person.id), col(Person.deactivated_at), col(Person.is_bot)).where(col(Person.team_id) == team_id)
    left = session.execute(mine.where(col(Person.deactivated_at).is_not(None) | col(Person.is_bot)))
    return {row.id: _NEVER if row.is_bot else row.deactivated_at for row in left}


def _parts(
    session: Session, team_id: str, account_ids: Collection[str], of: type[SQLModel], column: str
) -> dict[str, list[str]]:
    part = table(of).c
    same = and_(part.team_id == _TOUCHES.team_id, part.touch_id == _TOUCHES.id)
    mine = select(part.touch_id, part[column]).join(table(Touch), same).where(*_live(team_id, account_ids))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for touch_id, id_ in session.execute(mine.order_by("touch_id", column)):
        found[touch_id].append(id_)
    return found


def _live(team_id: str, account_ids: Collection[str]) -> tuple[Any, ...]:
    return _TOUCHES.team_id == team_id, _TOUCHES.account_id.in_(account_ids), _TOUCHES.undone_at.is_(None)
