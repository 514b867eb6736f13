"""accounts keep what is switched off of what logs itself; newcomers in their channels, and people's titles.

Revision: 0016
Follows: 0015

The new columns keep their defaults, plain ones: for anything else SQLite's `accounts` would be made anew, and what
belongs to accounts would go with the old one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sources_off", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("keeps_text", sa.Boolean(), nullable=False, server_default="0"))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "newcomers",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("declined_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "account_id", "person_id"),
    )
    op.create_index("newcomers_by_message", "newcomers", ["team_id", "message_id"])
