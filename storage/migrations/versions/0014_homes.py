"""whose Home tab is open, and which of them is no longer as things are; what is loud or taken has an index.

Revision: 0014
Follows: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0014"
down_revision = "0013"

_LOUD = sa.text("level IS NOT NULL OR snoozed_until IS NOT NULL")
_OPEN = sa.text("closed_at IS NULL")
_TAKEN = sa.text("closed_at IS NULL AND taken_by IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "homes",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("is_wide", sa.Boolean(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("leased_until", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "person_id"),
    )
    op.create_table(
        "home_marks",
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )
    op.create_index("home_marks_by_person", "home_marks", ["team_id", "person_id"])
    op.create_index(
        "clocks_loud", "clocks", ["team_id", "rule", "account_id"], sqlite_where=_LOUD, postgresql_where=_LOUD
    )
    op.create_index("nudges_waiting", "nudges", ["team_id", "account_id"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("nudges_taken", "nudges", ["team_id", "taken_by"], sqlite_where=_TAKEN, postgresql_where=_TAKEN)
