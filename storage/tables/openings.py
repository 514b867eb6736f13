"""What could grow on an account that is well."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

OPENING_KINDS = ("referral", "upsell")
OPENING_STATES = ("open", "asked", "dropped")
_OPEN = text("state = 'open'")


class Opening(SQLModel, table=True):
    """A referral to ask for or something more to offer, on a day, if the account is well then."""

    __tablename__: ClassVar[str] = "openings"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("kind", OPENING_KINDS), name="openings_kind"),
        CheckConstraint(one_of("state", OPENING_STATES), name="openings_state"),
        Index("openings_by_account", "team_id", "account_id"),
        Index("openings_open", "team_id", "account_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    kind: str
    text: str = Field(sa_type=Text)
    ask_on: date
    state: str = "open"
    outcome: str = Field(default="", sa_type=Text)
    noted_by: str | None = None
    noted_at: datetime = Field(sa_type=UtcDateTime)
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
