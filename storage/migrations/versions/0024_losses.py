"""Losses of clients and their audits; accounts that were leaving or lost before have a loss without more words.

Revision: 0024
Follows: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0024"
down_revision = "0023"

_STANDING = sa.text("state IN ('leaving', 'lost')")
_OPEN = sa.text("state = 'open'")
_FROM_BEFORE = """
INSERT INTO losses (
    team_id, id, account_id, state, ended_on, decided_by, value_minor, currency, reasons, words, attraction, exit_with,
    override_why, is_past, recorded_at, closed_at, reopen_why
)
SELECT
    team_id, id, id, status, lost_on, '', annual_value_minor, currency, '[]', '', '', '',
    '', status = 'lost', updated_at, CASE WHEN status = 'lost' THEN updated_at END, ''
FROM accounts WHERE status = 'leaving' OR (status = 'lost' AND lost_on IS NOT NULL)
"""


def upgrade() -> None:
    _losses()
    _audits()
    op.execute(_FROM_BEFORE)


def _losses() -> None:
    op.create_table(
        "losses",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attraction", sa.Text(), nullable=False),
        sa.Column("exit_on", sa.Date(), nullable=True),
        sa.Column("exit_way", sa.String(), nullable=True),
        sa.Column("exit_with", sa.String(), nullable=False),
        sa.Column("exit_by", sa.String(), nullable=True),
        sa.Column("exit_answers", sa.JSON(), nullable=True),
        sa.Column("overridden_by", sa.String(), nullable=True),
        sa.Column("override_why", sa.Text(), nullable=False),
        sa.Column("is_past", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reopened_by", sa.String(), nullable=True),
        sa.Column("reopened_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reopen_why", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('leaving', 'lost', 'won_back', 'withdrawn')", name="losses_state"),
        sa.CheckConstraint("exit_way IN ('conversation', 'questionnaire')", name="losses_exit_way"),
        sa.CheckConstraint("state <> 'lost' OR ended_on IS NOT NULL", name="losses_ended"),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("losses_by_account", "losses", ["team_id", "account_id"])
    op.create_index(
        "losses_standing",
        "losses",
        ["team_id", "account_id"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )


def _audits() -> None:
    op.create_table(
        "loss_audits",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("loss_id", sa.String(), nullable=False),
        sa.Column("leader_id", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("turning_on", sa.Date(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name="loss_audits_state"),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id", "loss_id"], ["losses.team_id", "losses.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
        sa.UniqueConstraint("team_id", "loss_id", name="loss_audits_loss"),
    )
    op.create_index("loss_audits_by_account", "loss_audits", ["team_id", "account_id"])
    op.create_index(
        "loss_audits_open", "loss_audits", ["team_id", "account_id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
