"""Home tabs as they were published."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.types import UtcDateTime


class Home(SQLModel, table=True):
    """Somebody's Home tab as it was last published: which page of it they opened, and what it said."""

    __tablename__: ClassVar[str] = "homes"

    team_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    place: str  # the page and its number: bot.views.home.Place
    is_wide: bool = False  # that page tells of accounts that are not their own
    opened_at: datetime = Field(sa_type=UtcDateTime)
    shown: str = ""  # a fingerprint of what was published
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class HomeMark(SQLModel, table=True):
    """That something on somebody's open Home tab is no longer so. Only added and deleted: no deed waits for another."""

    __tablename__: ClassVar[str] = "home_marks"
    __table_args__ = (Index("home_marks_by_person", "team_id", "person_id"),)

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    person_id: str
