"""What touches come from by themselves, and lists that were handed over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import JSON_OR_NULL, UtcDateTime, one_of

IMPORT_NOUNS = ("accounts", "contacts", "touches")
IMPORT_STEPS = ("check", "offered", "import", "tell", "done")


class Calendar(SQLModel, table=True):
    """The calendar that a person lets Tend read. Its address is as good as a password: `storage.vault` seals it."""

    __tablename__: ClassVar[str] = "calendars"
    __table_args__ = (Index("calendars_due", "due_at"),)

    team_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    address: str = Field(sa_type=Text, repr=False)
    host: str  # the part of the address that may be shown
    added_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)  # when it is read next
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when that last went well
    found: int = 0  # events with clients in it, then
    failures: int = 0  # in a row since
    failure: str = ""


class IntakeKey(SQLModel, table=True):
    """A key by which another program passes touches on; of the secret in it only the hash is kept."""

    __tablename__: ClassVar[str] = "intake_keys"

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    digest: str = Field(repr=False)  # SHA-256, hexadecimal
    made_by: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_on: date | None = None  # the last day (UTC) on which it was used
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Import(SQLModel, table=True):
    """A list that somebody handed over to be imported: how its columns are understood, and how far it is.

    While `due_at` is set there is work to do, whichever process does it; while one does, it is when it is given up.
    """

    __tablename__: ClassVar[str] = "imports"
    __table_args__ = (
        CheckConstraint(one_of("noun", IMPORT_NOUNS), name="imports_noun"),
        CheckConstraint(one_of("step", IMPORT_STEPS), name="imports_step"),
        UniqueConstraint("team_id", "slot", name="imports_slot"),
        Index("imports_due", "due_at"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    slot: str  # where it was handed over: the same message again is the same list
    person_id: str
    channel_id: str  # the direct message in which it is spoken of
    name: str
    file_id: str | None = None  # Slack's; None: it was pasted
    pasted: str = Field(default="", sa_type=Text)
    noun: str | None = None
    header: list[str] | None = Field(default=None, sa_type=JSON_OR_NULL)
    columns: dict[str, int] | None = Field(default=None, sa_type=JSON_OR_NULL)  # ours, and where in the header
    currency: str = ""  # of amounts beside which none stands
    step: str = "check"
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    ts: str | None = None  # of the message that speaks of it
    report: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)  # what came of it, until that is told
    made_at: datetime = Field(sa_type=UtcDateTime)
