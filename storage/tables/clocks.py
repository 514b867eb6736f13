"""What watches accounts, and what it wants said."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

LEVELS = ("early", "due", "critical")
MANNERS = ("usual", "urgent", "private")
_LOUD = text("level IS NOT NULL OR snoozed_until IS NOT NULL")
_OPEN = text("closed_at IS NULL")
_HEARD = text("closed_at IS NULL AND hearer_id IS NOT NULL")
_TAKEN = text("closed_at IS NULL AND taken_by IS NOT NULL")


class Clock(SQLModel, table=True):
    """One rule watching one subject of one account.

    `rings_at` is only a hint of when to look; the truth is recomputed from facts. Its index is the one that the
    `team_id` does not lead: the sweep asks what is due anywhere, and its cost must follow that alone.
    """

    __tablename__: ClassVar[str] = "clocks"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("level", LEVELS), name="clocks_level"),
        Index("clocks_due", "rings_at", postgresql_where=text("rings_at IS NOT NULL")),
        Index("clocks_loud", "team_id", "rule", "account_id", sqlite_where=_LOUD, postgresql_where=_LOUD),
    )

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    subject: str = Field(primary_key=True, default="")
    rings_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    level: str | None = None  # entered; None: calm
    episode: int = 0  # how often it was entered
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    snoozes: int = 0  # in a row, since it was last calm
    snooze_reason: str = ""
    failures: int = 0  # times in a row that it could not be computed


class Nudge(SQLModel, table=True):
    """What a ringing clock wants said. Open until answered, cleared or snoozed."""

    __tablename__: ClassVar[str] = "nudges"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("level", LEVELS), name="nudges_level"),
        CheckConstraint(one_of("manner", MANNERS), name="nudges_manner"),
        UniqueConstraint("team_id", "account_id", "rule", "subject", "episode", name="nudges_episode"),
        Index("nudges_open", "team_id", "account_id", "closed_at"),
        Index("nudges_waiting", "team_id", "account_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("nudges_heard", "team_id", "hearer_id", sqlite_where=_HEARD, postgresql_where=_HEARD),
        Index("nudges_taken", "team_id", "taken_by", sqlite_where=_TAKEN, postgresql_where=_TAKEN),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    rule: str
    subject: str = ""
    episode: int
    level: str
    manner: str = "usual"
    hearer_id: str | None = None  # who hears it first; None: the account's owner
    contact_id: str | None = None  # the contact whom it is about, where it is about one
    reason: str = Field(sa_type=Text)
    clears: str = Field(default="", sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    raised_at: datetime = Field(sa_type=UtcDateTime)  # when its level was last entered
    taken_by: str | None = None
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    escalated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # lay untouched: the lead was told
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str | None = None  # a person; None: the facts cleared it
    closed_why: str = ""  # words for the posted warning: "spoken to on 12 May, by Ana"
    touch_id: str | None = None  # the touch that answered it


class NudgeVote(SQLModel, table=True):
    """Whether a person found a nudge useful."""

    __tablename__: ClassVar[str] = "nudge_votes"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "nudge_id"], ["nudges.team_id", "nudges.id"], ondelete="CASCADE"),
    )

    team_id: str = Field(primary_key=True)
    nudge_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    useful: bool
    voted_at: datetime = Field(sa_type=UtcDateTime)
