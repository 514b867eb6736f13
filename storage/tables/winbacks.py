"""Whether we want a client back, and on what day we ask."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

WINBACK_STATES = ("open", "back", "closed")
_OPEN = text("state = 'open'")


class Winback(SQLModel, table=True):
    """What is to become of a client who left: one for each loss. `back`: they are; `closed`: we let them go."""

    __tablename__: ClassVar[str] = "winbacks"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["team_id", "loss_id"], ["losses.team_id", "losses.id"], ondelete="CASCADE"),
        CheckConstraint(one_of("state", WINBACK_STATES), name="winbacks_state"),
        UniqueConstraint("team_id", "loss_id", name="winbacks_loss"),
        Index("winbacks_by_account", "team_id", "account_id"),
        Index("winbacks_open", "team_id", "account_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    loss_id: str
    decide_by: date
    wanted: bool | None = None  # None: not decided
    why: str = Field(default="", sa_type=Text)
    must_change: str = Field(default="", sa_type=Text)  # what must change first
    burdens: str = Field(default="", sa_type=Text)  # what they brought that we would not miss
    next_on: date | None = None
    keeper_id: str | None = None  # who keeps contact
    state: str = "open"
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
