"""What happened between us and a client, and what is to happen next."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import JSON_OR_NULL, UtcDateTime, one_of

KINDS = (
    "call", "meeting", "visit", "video", "meal", "email", "message", "event", "thanks", "delivery", "attempt", "note",
)  # fmt: skip
DIRECTIONS = ("two-way", "from-client", "to-client")
_UNHAPPY = text("temperature < 0")
_LINKED = text("link IS NOT NULL")


class Touch(SQLModel, table=True):
    """An interaction with the client. `undone_at` takes it out of every count and keeps it on record."""

    __tablename__: ClassVar[str] = "touches"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("kind", KINDS), name="touches_kind"),
        CheckConstraint(one_of("direction", DIRECTIONS), name="touches_direction"),
        CheckConstraint("temperature BETWEEN -2 AND 2", name="touches_temperature"),
        UniqueConstraint("team_id", "source", "external_id", name="touches_external_id"),
        Index("touches_by_account", "team_id", "account_id", "occurred_at"),
        Index("touches_by_logger", "team_id", "logged_by", "occurred_at"),
        Index("touches_by_link", "team_id", "link", sqlite_where=_LINKED, postgresql_where=_LINKED),
        Index("touches_unhappy", "team_id", "account_id", sqlite_where=_UNHAPPY, postgresql_where=_UNHAPPY),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    kind: str
    direction: str
    occurred_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(default="", sa_type=Text)
    temperature: int | None = None
    signs: list[str] | None = Field(default=None, sa_type=JSON_OR_NULL)  # of warning, that somebody saw; None: none
    next_on: date | None = None  # what the touch said of the next one
    link: str | None = Field(default=None, sa_type=Text)  # the address of the message that it was
    source: str  # command, form, button, csv, ...
    external_id: str | None = None
    logged_by: str
    logged_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TouchPerson(SQLModel, table=True):
    """A person of ours who took part in a touch."""

    __tablename__: ClassVar[str] = "touch_people"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "touch_id"], ["touches.team_id", "touches.id"], ondelete="CASCADE"),
        Index("touch_people_by_person", "team_id", "person_id"),
    )

    team_id: str = Field(primary_key=True)
    touch_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)


class TouchContact(SQLModel, table=True):
    """A contact who took part in a touch."""

    __tablename__: ClassVar[str] = "touch_contacts"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "touch_id"], ["touches.team_id", "touches.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["team_id", "contact_id"], ["contacts.team_id", "contacts.id"], ondelete="CASCADE"),
        Index("touch_contacts_by_contact", "team_id", "contact_id"),
    )

    team_id: str = Field(primary_key=True)
    touch_id: str = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)


class Meeting(SQLModel, table=True):
    """A next meeting on record. Kept when a touch that counts as met comes on or after its day."""

    __tablename__: ClassVar[str] = "meetings"
    __table_args__ = (of_account(), UniqueConstraint("team_id", "account_id", "planned_on", name="meetings_day"))

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    planned_on: date
    touch_id: str | None = None  # the touch that announced it
    kept_by: str | None = None  # the touch that kept it
    calendar_of: str | None = None  # the person in whose calendar it stands
    created_at: datetime = Field(sa_type=UtcDateTime)
