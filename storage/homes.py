"""Whose Home tab is open on which page, and which of them say what is no longer so.

A deed only adds marks, and only for people who have opened their Home lately; publishing takes them away again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, update
from sqlmodel import Session, col, insert, select

from storage.core import table as core_table
from storage.ids import new_id
from storage.tables import Home, HomeMark, Workspace
from storage.upsert import insert_or_update

OPEN_FOR = timedelta(days=3)  # over a weekend; whoever looks later opens it anew


def get(session: Session, team_id: str, person_id: str) -> Home | None:
    """Somebody's Home, if they ever opened it."""
    return session.get(Home, (team_id, person_id), populate_existing=True)


def keep(
    session: Session, team_id: str, person_id: str, *, place: str, is_wide: bool, opened_at: datetime, shown: str
) -> None:
    """Note what was published for somebody and when they last opened it."""
    row = {"team_id": team_id, "person_id": person_id, "place": place, "is_wide": is_wide, "opened_at": opened_at}
    news = ("place", "is_wide", "opened_at", "shown", "leased_until")
    insert_or_update(session, Home, {**row, "shown": shown, "leased_until": None}, ("team_id", "person_id"), news)


def mark(session: Session, team_id: str, person_ids: Collection[str], now: datetime) -> None:
    """The open Homes of some people, and those that show more than their reader's own, are no longer as things are."""
    theirs = col(Home.person_id).in_(person_ids)
    _mark(session, team_id, now, or_(theirs, col(Home.is_wide)))


def mark_all(session: Session, team_id: str, now: datetime) -> None:
    """No open Home of a workspace is as things are."""
    _mark(session, team_id, now)


def marks(session: Session, team_id: str, person_id: str) -> list[str]:
    """Ids of the marks on somebody's Home."""
    mine = select(HomeMark.id).where(HomeMark.team_id == team_id, HomeMark.person_id == person_id)
    return list(session.exec(mine))


def unmark(session: Session, team_id: str, mark_ids: Collection[str]) -> None:
    """What these marks told of has been published."""
    gone = (col(HomeMark.team_id) == team_id, col(HomeMark.id).in_(mark_ids))
    session.exec(delete(core_table(HomeMark)).where(*gone))


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[tuple[str, str]]:
    """(team id, person id) of marked Homes, leased to whoever asks; workspaces that sleep are left out."""
    asleep = select(Workspace.team_id).where(col(Workspace.asleep_since).is_not(None))
    is_marked = exists().where(
        col(HomeMark.team_id) == col(Home.team_id), col(HomeMark.person_id) == col(Home.person_id)
    )
    free = or_(col(Home.leased_until).is_(None), col(Home.leased_until) <= now)
    mine = select(Home).where(is_marked, free, col(Home.team_id).not_in(asleep)).order_by(Home.team_id, Home.person_id)
    claimed = list(session.exec(mine.limit(limit).with_for_update(skip_locked=True)))
    for home in claimed:
        home.leased_until = now + lease
    return [(home.team_id, home.person_id) for home in claimed]


def postpone(session: Session, team_id: str, person_id: str, until: datetime) -> None:
    """Leave a marked Home until a moment: Slack does not take it yet."""
    mine = (col(Home.team_id) == team_id, col(Home.person_id) == person_id)
    session.exec(update(Home).where(*mine).values(leased_until=until))


def close(session: Session, team_id: str, person_id: str) -> None:
    """Nobody looks at this Home any more."""
    for model in (HomeMark, Home):
        columns = core_table(model).c
        session.exec(delete(core_table(model)).where(columns.team_id == team_id, columns.person_id == person_id))


def _mark(session: Session, team_id: str, now: datetime, *which: object) -> None:
    is_open = (col(Home.team_id) == team_id, col(Home.opened_at) > now - OPEN_FOR)
    found = session.exec(select(Home.person_id).where(*is_open, *which)).all()  # type: ignore[arg-type]
    if found:
        rows = [{"team_id": team_id, "id": new_id(), "person_id": person_id} for person_id in found]
        session.execute(insert(HomeMark), rows)
