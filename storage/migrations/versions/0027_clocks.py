"""Who looked after an account and when that changed, what is good to know of it, and when it was last thanked.

Revision: 0027
Follows: 0026

Every account is looked at again, for the rules that are new. Its last thanks are counted from its touches by what
counts as thanks in its workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0027"
down_revision = "0026"

_CLOCKS = sa.table("clocks", sa.column("rule"), sa.column("rings_at", UtcDateTime))
_WORKSPACES = sa.table("workspaces", sa.column("team_id"), sa.column("policy", sa.JSON))
_ACCOUNTS = sa.table("accounts", *map(sa.column, ("team_id", "id", "last_thanks_id")))
_TOUCHES = sa.table(
    "touches", *map(sa.column, ("team_id", "id", "account_id", "kind", "direction", "occurred_at", "undone_at"))
)
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_WAYS = ("two-way", "from-client", "to-client")
_THANKS = {("visit", "two-way"), ("meal", "two-way"), *(("thanks", way) for way in _WAYS)}


def upgrade() -> None:
    _staffing_changes()
    _traits()
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("last_thanks_id", sa.String(), nullable=True))
    for team_id, policy in op.get_bind().execute(sa.select(_WORKSPACES.c.team_id, _WORKSPACES.c.policy)).all():
        op.execute(_last_thanks(team_id, _thanks_by(policy or {})))
    op.execute(sa.update(_CLOCKS).where(_CLOCKS.c.rule == "quiet").values(rings_at=_LONG_AGO))


def _thanks_by(policy: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The kinds and directions that count as thanks by a workspace's own table."""
    pairs = set(_THANKS)
    for name, resets in policy.get("counts", {}).items():
        kind, _, way = name.partition("/")
        pairs = pairs | {(kind, way)} if "thanks" in resets else pairs - {(kind, way)}
    return sorted(pairs)


def _last_thanks(team_id: str, pairs: list[tuple[str, str]]) -> sa.Update:
    own = (_TOUCHES.c.team_id == team_id, _TOUCHES.c.account_id == _ACCOUNTS.c.id, _TOUCHES.c.undone_at.is_(None))
    like = sa.tuple_(_TOUCHES.c.kind, _TOUCHES.c.direction).in_(pairs)
    newest = sa.select(_TOUCHES.c.id).where(*own, like).order_by(_TOUCHES.c.occurred_at.desc(), _TOUCHES.c.id.desc())
    last = newest.limit(1).scalar_subquery()
    return sa.update(_ACCOUNTS).where(_ACCOUNTS.c.team_id == team_id).values(last_thanks_id=last)


def _staffing_changes() -> None:
    of_owner = sa.text("place = 'owner'")
    op.create_table(
        "staffing_changes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("before_id", sa.String(), nullable=True),
        sa.Column("after_id", sa.String(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place IN ('owner', 'backup', 'sponsor')", name="staffing_changes_place"),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("staffing_changes_by_account", "staffing_changes", ["team_id", "account_id", "changed_at"])
    op.create_index(
        "staffing_changes_of_owner",
        "staffing_changes",
        ["team_id", "account_id"],
        sqlite_where=of_owner,
        postgresql_where=of_owner,
    )


def _traits() -> None:
    dated = sa.text("falls_on IS NOT NULL")
    op.create_table(
        "traits",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('proud', 'milestone', 'anniversary', 'burden')", name="traits_kind"),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("traits_by_account", "traits", ["team_id", "account_id"])
    op.create_index("traits_dated", "traits", ["team_id", "account_id"], sqlite_where=dated, postgresql_where=dated)
