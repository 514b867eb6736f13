"""Promises in both directions, wishes on their rhythm, breakdowns and their recovery.

Revision: 0025
Follows: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0025"
down_revision = "0024"

_OPEN = sa.text("state = 'open'")
_BROKEN = sa.text("state = 'broken'")
_UNVERIFIED = sa.text("state IN ('open', 'recovered')")


def upgrade() -> None:
    _promises()
    _wishes()
    _breakdowns()


def _promises() -> None:
    op.create_table(
        "promises",
        *_of_account(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("client_told", sa.Boolean(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("side IN ('ours', 'theirs')", name="promises_side"),
        sa.CheckConstraint("state IN ('open', 'kept', 'broken', 'released')", name="promises_state"),
    )
    op.create_index("promises_by_account", "promises", ["team_id", "account_id", "due_on"])
    _partial("promises_open", "promises", _OPEN)
    _partial("promises_broken", "promises", _BROKEN)


def _wishes() -> None:
    op.create_table(
        "wishes",
        *_of_account(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("unit IN ('day', 'week', 'month')", name="wishes_unit"),
        sa.CheckConstraint("state IN ('open', 'done', 'declined')", name="wishes_state"),
    )
    op.create_index("wishes_by_account", "wishes", ["team_id", "account_id", "due_on"])
    _partial("wishes_open", "wishes", _OPEN)
    op.create_table(
        "deliveries",
        *_of_account(),
        sa.Column("wish_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("touch_id", sa.String(), nullable=True),
        sa.Column("delivered_by", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id", "wish_id"], ["wishes.team_id", "wishes.id"], ondelete="CASCADE"),
    )
    op.create_index("deliveries_by_wish", "deliveries", ["team_id", "wish_id", "delivered_on"])


def _breakdowns() -> None:
    op.create_table(
        "breakdowns",
        *_of_account(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("broke_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("reported_by", sa.String(), nullable=False),
        sa.Column("reported_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("recovered_by", sa.String(), nullable=True),
        sa.Column("recovered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("client_told", sa.Boolean(), nullable=True),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.Column("verified_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'recovered', 'verified')", name="breakdowns_state"),
    )
    op.create_index("breakdowns_by_account", "breakdowns", ["team_id", "account_id", "broke_on"])
    _partial("breakdowns_unverified", "breakdowns", _UNVERIFIED)


def _of_account() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "id"),
    )


def _partial(name: str, table: str, where: sa.TextClause) -> None:
    op.create_index(name, table, ["team_id", "account_id"], sqlite_where=where, postgresql_where=where)
