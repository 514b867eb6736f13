"""Accounts in danger, and what was done to keep them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

RESCUE_STATES = ("open", "saved", "lost", "dropped")
_UNDER_WAY = text("state = 'open'")


class Rescue(SQLModel, table=True):
    """An account in danger: a plan of the playbook `rescue`, who sees to it, and how it ended. One at a time.

    `dropped`: it was none. `reached_at` is when they spoke with us first since it was opened, as known at its end.
    """

    __tablename__: ClassVar[str] = "rescues"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("state", RESCUE_STATES), name="rescues_state"),
        Index("rescues_by_account", "team_id", "account_id", "opened_at"),
        Index(
            "rescues_open", "team_id", "account_id", unique=True,
            sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY,
        ),
    )  # fmt: skip

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    plan_id: str
    why: str = Field(sa_type=Text)  # what happened, as whoever opened it told it
    words: str = Field(default="", sa_type=Text)  # the client's own
    lead_id: str | None = None  # None: nobody keeps the account
    sponsor_id: str | None = None  # our executive who stands behind it
    helpers: list[str] = Field(default_factory=list, sa_type=JSON)  # ids of people
    channel_id: str | None = None  # chosen for it; None: where the account's own warnings go
    status_before: str = "active"  # of the account
    state: str = "open"
    worked: str = Field(default="", sa_type=Text)  # what worked, or what did not
    opened_by: str | None = None
    opened_at: datetime = Field(sa_type=UtcDateTime)
    reached_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RescueReview(SQLModel, table=True):
    """A short word on a rescue: how it stands, and what is next."""

    __tablename__: ClassVar[str] = "rescue_reviews"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["team_id", "rescue_id"], ["rescues.team_id", "rescues.id"], ondelete="CASCADE"),
        Index("rescue_reviews_by_rescue", "team_id", "rescue_id", "reviewed_at"),
        Index("rescue_reviews_by_account", "team_id", "account_id"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    rescue_id: str
    account_id: str
    stands: str = Field(sa_type=Text)
    next_step: str = Field(default="", sa_type=Text)
    reviewed_by: str | None = None
    reviewed_at: datetime = Field(sa_type=UtcDateTime)
