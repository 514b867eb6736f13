"""What clients said."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

REMARK_STATES = ("open", "addressed", "declined")
_UNANSWERED = text("state = 'open'")


class Remark(SQLModel, table=True):
    """Something the client said that somebody passed on, until it is addressed, or declined with a reason."""

    __tablename__: ClassVar[str] = "remarks"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("state", REMARK_STATES), name="remarks_state"),
        Index("remarks_by_account", "team_id", "account_id", "reported_at"),
        Index("remarks_open", "team_id", "account_id", sqlite_where=_UNANSWERED, postgresql_where=_UNANSWERED),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    text: str = Field(sa_type=Text)  # the client's own words
    said_by: str | None = None  # the contact, where that is known
    is_big: bool = False
    link: str | None = Field(default=None, sa_type=Text)  # the address of the message that it was
    reported_by: str
    reported_at: datetime = Field(sa_type=UtcDateTime)
    owner_id: str | None = None  # who is to answer it
    due_on: date
    state: str = "open"
    answer: str = Field(default="", sa_type=Text)  # what was done, or why not
    answered_by: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
