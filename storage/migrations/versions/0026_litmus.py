"""Litmus tests, the views that are given in them, and what owners worry about.

Revision: 0026
Follows: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0026"
down_revision = "0025"

_ACCOUNT = (["team_id", "account_id"], ["accounts.team_id", "accounts.id"])
_CAMPAIGN = (["team_id", "campaign_id"], ["campaigns.team_id", "campaigns.id"])
_TEST = (["team_id", "test_id"], ["litmus_tests.team_id", "litmus_tests.id"])


def upgrade() -> None:
    _campaigns()
    _tests()
    _views()
    _pulse()
    _worries()


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('test', 'campaign', 'pulse')", name="campaigns_kind"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("campaigns_by_kind", "campaigns", ["team_id", "kind", "opened_at"])


def _tests() -> None:
    op.create_table(
        "litmus_tests",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("superseded_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'closed', 'dropped')", name="litmus_tests_state"),
        sa.CheckConstraint("band IN ('strong', 'sound', 'shaky', 'at-risk')", name="litmus_tests_band"),
        sa.ForeignKeyConstraint(*_ACCOUNT, ondelete="CASCADE"),
        sa.ForeignKeyConstraint(*_CAMPAIGN, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
        sa.UniqueConstraint("team_id", "campaign_id", "account_id", name="litmus_tests_round"),
    )
    op.create_index("litmus_tests_by_account", "litmus_tests", ["team_id", "account_id", "opened_at"])
    _partial("litmus_tests_open", "litmus_tests", "account_id", "state = 'open'", unique=True)
    _partial("litmus_tests_standing", "litmus_tests", "account_id", "superseded_at IS NULL")


def _views() -> None:
    op.create_table(
        "litmus_views",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("test_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(*_ACCOUNT, ondelete="CASCADE"),
        sa.ForeignKeyConstraint(*_TEST, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
        sa.UniqueConstraint("team_id", "test_id", "person_id", name="litmus_views_once"),
    )
    _partial("litmus_views_waiting", "litmus_views", "account_id", "given_at IS NULL")
    _partial("litmus_views_by_person", "litmus_views", "person_id", "given_at IS NULL")


def _pulse() -> None:
    op.create_table(
        "pulse_answers",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(*_CAMPAIGN, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "campaign_id", "person_id"),
    )


def _worries() -> None:
    op.create_table(
        "worries",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(*_ACCOUNT, ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("worries_by_person", "worries", ["team_id", "person_id", "said_at"])
    _partial("worries_standing", "worries", "account_id", "ended_at IS NULL")


def _partial(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    some = sa.text(where)
    op.create_index(name, table, ["team_id", column], unique=unique, sqlite_where=some, postgresql_where=some)
