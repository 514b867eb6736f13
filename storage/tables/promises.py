"""What was promised, by us to a client or by a client to us."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

PROMISE_SIDES = ("ours", "theirs")
PROMISE_STATES = ("open", "kept", "broken", "released")
_OPEN = text("state = 'open'")
_BROKEN = text("state = 'broken'")


class Promise(SQLModel, table=True):
    """Something promised by a day, until it is kept, broken, or both sides let it go."""

    __tablename__: ClassVar[str] = "promises"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("side", PROMISE_SIDES), name="promises_side"),
        CheckConstraint(one_of("state", PROMISE_STATES), name="promises_state"),
        Index("promises_by_account", "team_id", "account_id", "due_on"),
        Index("promises_open", "team_id", "account_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("promises_broken", "team_id", "account_id", sqlite_where=_BROKEN, postgresql_where=_BROKEN),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    text: str = Field(sa_type=Text)
    side: str = "ours"  # whose promise it is
    person_id: str | None = None  # who of ours promised it, or was promised it
    contact_id: str | None = None  # who of theirs was promised it, or promised it
    owner_id: str | None = None  # who sees to it
    made_by: str  # who put it on record
    made_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    moved: int = 0  # how often another day was agreed
    state: str = "open"
    note: str = Field(default="", sa_type=Text)  # what was said of its end, or of its last move
    client_told: bool | None = None  # of a broken one of ours: whether the client knows
    settled_on: date | None = None  # the day on which it was kept, or was known not to be
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
