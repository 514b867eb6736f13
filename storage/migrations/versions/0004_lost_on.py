"""the day on which an account was lost.

Revision: 0004
Follows: 0003

Accounts that are lost already get the day that the audit log tells, where whoever noted it was; if it tells none, the
day of their last change.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0004"
down_revision = "0003"

_ACCOUNTS = sa.table(
    "accounts",
    *map(sa.column, ("team_id", "id", "status")),
    sa.column("updated_at", UtcDateTime),
    sa.column("lost_on", sa.Date),
)
_AUDIT = sa.table(
    "audit",
    *map(sa.column, ("team_id", "account_id", "person_id")),
    sa.column("at", UtcDateTime),
    sa.column("after", sa.JSON),
)
_PEOPLE = sa.table("people", *map(sa.column, ("team_id", "id", "tz")))
_WORKSPACES = sa.table("workspaces", *map(sa.column, ("team_id", "tz")))


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lost_on", sa.Date(), nullable=True))
    for (team_id, id_), day in {**_last_changed(), **_told()}.items():
        mine = (_ACCOUNTS.c.team_id == team_id, _ACCOUNTS.c.id == id_)
        op.get_bind().execute(sa.update(_ACCOUNTS).where(*mine).values(lost_on=day))


def _last_changed() -> dict[tuple[str, str], date]:
    """By account that is lost: the day of its last change, where its workspace is."""
    workspace = _WORKSPACES.c.team_id == _ACCOUNTS.c.team_id
    lost = sa.select(_ACCOUNTS.c.team_id, _ACCOUNTS.c.id, _ACCOUNTS.c.updated_at, _WORKSPACES.c.tz)
    rows = op.get_bind().execute(
        lost.select_from(sa.outerjoin(_ACCOUNTS, _WORKSPACES, workspace)).where(_ACCOUNTS.c.status == "lost")
    )
    return {(row.team_id, row.id): _day(row.updated_at, row.tz) for row in rows}


def _told() -> dict[tuple[str, str], date]:
    """By account that is lost: the day on which that was last noted, where whoever did so is."""
    account = sa.and_(_ACCOUNTS.c.team_id == _AUDIT.c.team_id, _ACCOUNTS.c.id == _AUDIT.c.account_id)
    person = sa.and_(_PEOPLE.c.team_id == _AUDIT.c.team_id, _PEOPLE.c.id == _AUDIT.c.person_id)
    workspace = _WORKSPACES.c.team_id == _AUDIT.c.team_id
    joined = sa.join(_AUDIT, _ACCOUNTS, account).outerjoin(_PEOPLE, person).outerjoin(_WORKSPACES, workspace)
    zone = sa.func.coalesce(_PEOPLE.c.tz, _WORKSPACES.c.tz).label("tz")
    noted = sa.select(_AUDIT.c.team_id, _AUDIT.c.account_id, _AUDIT.c.at, _AUDIT.c.after, zone)
    rows = op.get_bind().execute(noted.select_from(joined).where(_ACCOUNTS.c.status == "lost").order_by(_AUDIT.c.at))
    return {(row.team_id, row.account_id): _day(row.at, row.tz) for row in rows if _is_the_end(row.after)}


def _is_the_end(after: dict[str, Any] | None) -> bool:
    return after is not None and after.get("status") == "lost"


def _day(at: datetime, tz: str | None) -> date:
    return at.astimezone(_zone(tz)).date()


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
