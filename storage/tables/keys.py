"""What rows of several tables hang on."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint


def of_account() -> ForeignKeyConstraint:
    """A row that belongs to an account, and goes with it."""
    return ForeignKeyConstraint(["team_id", "account_id"], ["accounts.team_id", "accounts.id"], ondelete="CASCADE")
