"""What clients would like from us, how often, and what was delivered."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

WISH_UNITS = ("day", "week", "month")
WISH_STATES = ("open", "done", "declined")
_OPEN = text("state = 'open'")


class Wish(SQLModel, table=True):
    """Something a client would like, once or again and again, until it is delivered for good or declined."""

    __tablename__: ClassVar[str] = "wishes"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("unit", WISH_UNITS), name="wishes_unit"),
        CheckConstraint(one_of("state", WISH_STATES), name="wishes_state"),
        Index("wishes_by_account", "team_id", "account_id", "due_on"),
        Index("wishes_open", "team_id", "account_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    text: str = Field(sa_type=Text)
    contact_id: str | None = None  # whose wish it is, where that is known
    owner_id: str | None = None  # who sees to it
    every: int = 0  # so many units; 0: once
    unit: str = "month"
    first_on: date  # the day from which its days are counted
    due_on: date  # the next
    noted_by: str
    noted_at: datetime = Field(sa_type=UtcDateTime)
    state: str = "open"
    why: str = Field(default="", sa_type=Text)  # why it is declined
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Delivery(SQLModel, table=True):
    """One time that a wish was delivered."""

    __tablename__: ClassVar[str] = "deliveries"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["team_id", "wish_id"], ["wishes.team_id", "wishes.id"], ondelete="CASCADE"),
        Index("deliveries_by_wish", "team_id", "wish_id", "delivered_on"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    wish_id: str
    due_on: date  # the day it was due then
    delivered_on: date
    note: str = Field(default="", sa_type=Text)
    touch_id: str | None = None  # the touch that was logged with it
    delivered_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
