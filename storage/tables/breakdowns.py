"""What broke on our side, and what was done about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

BREAKDOWN_STATES = ("open", "recovered", "verified")
_UNVERIFIED = text("state IN ('open', 'recovered')")


class Breakdown(SQLModel, table=True):
    """A process of ours that failed a client, until somebody verified that it works again and the client knows."""

    __tablename__: ClassVar[str] = "breakdowns"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("state", BREAKDOWN_STATES), name="breakdowns_state"),
        Index("breakdowns_by_account", "team_id", "account_id", "broke_on"),
        Index("breakdowns_unverified", "team_id", "account_id", sqlite_where=_UNVERIFIED, postgresql_where=_UNVERIFIED),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    text: str = Field(sa_type=Text)  # what broke
    broke_on: date
    owner_id: str | None = None  # who sees to the recovery
    reported_by: str
    reported_at: datetime = Field(sa_type=UtcDateTime)
    state: str = "open"
    recovery: str = Field(default="", sa_type=Text)  # what we did
    recovered_by: str | None = None
    recovered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    proof: str = Field(default="", sa_type=Text)  # how it was verified
    client_told: bool | None = None  # False: it never reached them
    verified_by: str | None = None
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
