"""What follows on a loss: lessons, the word to everybody, win-backs; and what could grow on accounts that are well.

Revision: 0028
Follows: 0027
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0028"
down_revision = "0027"

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    _openings()
    _winbacks()
    _lessons()
    _never_agains()


def _openings() -> None:
    op.create_table(
        "openings",
        *_of_account(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=True),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('referral', 'upsell')", name="openings_kind"),
        sa.CheckConstraint("state IN ('open', 'asked', 'dropped')", name="openings_state"),
    )
    op.create_index("openings_by_account", "openings", ["team_id", "account_id"])
    op.create_index("openings_open", "openings", ["team_id", "account_id"], sqlite_where=_OPEN, postgresql_where=_OPEN)


def _winbacks() -> None:
    op.create_table(
        "winbacks",
        *_of_account(),
        *_of_loss(),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Text(), nullable=False),
        sa.Column("burdens", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("keeper_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'back', 'closed')", name="winbacks_state"),
        sa.UniqueConstraint("team_id", "loss_id", name="winbacks_loss"),
    )
    op.create_index("winbacks_by_account", "winbacks", ["team_id", "account_id"])
    op.create_index("winbacks_open", "winbacks", ["team_id", "account_id"], sqlite_where=_OPEN, postgresql_where=_OPEN)


def _lessons() -> None:
    op.create_table(
        "lessons",
        *_of_account(),
        *_of_loss(),
        sa.Column("finding_id", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("looked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("looked_of", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("way IN ('computed', 'asked', 'ours')", name="lessons_way"),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name="lessons_state"),
    )
    op.create_index("lessons_by_account", "lessons", ["team_id", "account_id"])
    op.create_index("lessons_open", "lessons", ["team_id"], sqlite_where=_OPEN, postgresql_where=_OPEN)


def _never_agains() -> None:
    op.create_table(
        "never_agains",
        *_of_account(),
        *_of_loss(),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("posted_by", sa.String(), nullable=True),
        sa.Column("posted_at", UtcDateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("team_id", "loss_id", name="never_agains_loss"),
    )
    op.create_index("never_agains_by_account", "never_agains", ["team_id", "account_id"])
    op.create_table(
        "acknowledgements",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("never_again_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("read_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "never_again_id"], ["never_agains.team_id", "never_agains.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "never_again_id", "person_id"),
    )


def _of_account() -> tuple[Any, ...]:
    return (
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )


def _of_loss() -> tuple[Any, ...]:
    return (
        sa.Column("loss_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id", "loss_id"], ["losses.team_id", "losses.id"], ondelete="CASCADE"),
    )
