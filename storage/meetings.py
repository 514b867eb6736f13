"""Next meetings on record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Table, delete, update
from sqlmodel import Session, col, select

from storage.core import table
from storage.ids import new_id
from storage.tables import Meeting
from storage.upsert import insert_or_skip


def of_accounts(session: Session, team_id: str, account_ids: Collection[str]) -> list[Meeting]:
    """The meetings of some accounts, by account and day."""
    mine = select(Meeting).where(Meeting.team_id == team_id, col(Meeting.account_id).in_(account_ids))
    return list(session.exec(mine.order_by(Meeting.account_id, col(Meeting.planned_on))))


def plan(
    session: Session,
    team_id: str,
    account_id: str,
    day: date,
    touch_id: str | None,
    now: datetime,
    *,
    calendar_of: str | None = None,
) -> None:
    """Put a meeting on record, unless one stands on that day: a touch announced it, or it stands in a calendar."""
    row = {
        "team_id": team_id,
        "id": new_id(),
        "account_id": account_id,
        "planned_on": day,
        "touch_id": touch_id,
        "created_at": now,
        "calendar_of": calendar_of,
    }
    insert_or_skip(session, Meeting, row)


def drop_open_from(session: Session, team_id: str, account_id: str, day: date) -> None:
    """Take the meetings that a touch announced for a day or later off the record, unless they were kept."""
    rows = table(Meeting)
    announced = (rows.c.planned_on >= day, rows.c.kept_by.is_(None), rows.c.touch_id.is_not(None))
    session.exec(delete(rows).where(*_mine(rows, team_id, account_id), *announced))


def in_calendar_of(session: Session, team_id: str, person_id: str, day: date) -> list[Meeting]:
    """The meetings of a day or later that stand in somebody's calendar and were not kept yet."""
    mine = select(Meeting).where(
        Meeting.team_id == team_id,
        Meeting.calendar_of == person_id,
        col(Meeting.planned_on) >= day,
        col(Meeting.kept_by).is_(None),
    )
    return list(session.exec(mine))


def keep(session: Session, team_id: str, account_id: str, day: date, touch_id: str) -> None:
    """A touch on a day keeps every open meeting that was planned for that day or before."""
    rows = table(Meeting)
    open_ones = (rows.c.planned_on <= day, rows.c.kept_by.is_(None))
    session.exec(update(rows).where(*_mine(rows, team_id, account_id), *open_ones).values(kept_by=touch_id))


def put(session: Session, team_id: str, account_id: str, day: date, touch_id: str | None, kept_by: str | None) -> None:
    """Set which touch announced the meeting of a day, and which one kept it."""
    rows = table(Meeting)
    mine = update(rows).where(*_mine(rows, team_id, account_id), rows.c.planned_on == day)
    session.exec(mine.values(touch_id=touch_id, kept_by=kept_by))


def drop(session: Session, team_id: str, ids: Collection[str]) -> None:
    """Take meetings off the record."""
    rows = table(Meeting)
    session.exec(delete(rows).where(rows.c.team_id == team_id, rows.c.id.in_(ids)))


def _mine(rows: Table, team_id: str, account_id: str) -> tuple[ColumnElement[bool], ...]:
    return rows.c.team_id == team_id, rows.c.account_id == account_id
