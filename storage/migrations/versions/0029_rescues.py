"""Rescues and their reviews.

Revision: 0029
Follows: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0029"
down_revision = "0028"

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    _rescues()
    _reviews()


def _rescues() -> None:
    op.create_table(
        "rescues",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=True),
        sa.Column("sponsor_id", sa.String(), nullable=True),
        sa.Column("helpers", sa.JSON(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("status_before", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("worked", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reached_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'saved', 'lost', 'dropped')", name="rescues_state"),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("rescues_by_account", "rescues", ["team_id", "account_id", "opened_at"])
    op.create_index(
        "rescues_open", "rescues", ["team_id", "account_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def _reviews() -> None:
    op.create_table(
        "rescue_reviews",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rescue_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("stands", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id", "rescue_id"], ["rescues.team_id", "rescues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("rescue_reviews_by_rescue", "rescue_reviews", ["team_id", "rescue_id", "reviewed_at"])
    op.create_index("rescue_reviews_by_account", "rescue_reviews", ["team_id", "account_id"])
