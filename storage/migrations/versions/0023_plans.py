"""Plans, their steps, and a workspace's own playbooks and questions.

Revision: 0023
Follows: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0023"
down_revision = "0022"

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    _plans()
    _steps()
    _documents()


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("playbook", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("from_text", sa.Text(), nullable=False),
        sa.Column("to_text", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name="plans_state"),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("plans_by_account", "plans", ["team_id", "account_id", "opened_at"])


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("client_told", sa.Boolean(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('step', 'measure', 'audience', 'task')", name="steps_kind"),
        sa.CheckConstraint("state IN ('open', 'done', 'skipped')", name="steps_state"),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id", "plan_id"], ["plans.team_id", "plans.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("steps_by_plan", "steps", ["team_id", "plan_id", "position"])
    op.create_index("steps_by_account", "steps", ["team_id", "account_id"])
    op.create_index("steps_open", "steps", ["team_id", "account_id"], sqlite_where=_OPEN, postgresql_where=_OPEN)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("put_by", sa.String(), nullable=True),
        sa.Column("put_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('playbook', 'questions')", name="documents_kind"),
        sa.PrimaryKeyConstraint("team_id", "id"),
        sa.UniqueConstraint("team_id", "kind", "key", "version", name="documents_version"),
    )
