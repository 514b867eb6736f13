"""Litmus tests, who was asked for a view, and what owners worry about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import JSON_OR_NULL, UtcDateTime, one_of

LITMUS_STATES = ("open", "closed", "dropped")
BANDS = ("strong", "sound", "shaky", "at-risk")
ROUND_KINDS = ("test", "campaign", "pulse")
_STANDING = text("superseded_at IS NULL")
_WAITING = text("given_at IS NULL")
_OPEN = text("state = 'open'")
_WORRIES = text("ended_at IS NULL")


class Campaign(SQLModel, table=True):
    """A round of questions: of one account's litmus test, of many accounts', or the pulse of all owners."""

    __tablename__: ClassVar[str] = "campaigns"
    __table_args__ = (
        CheckConstraint(one_of("kind", ROUND_KINDS), name="campaigns_kind"),
        Index("campaigns_by_kind", "team_id", "kind", "opened_at"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    kind: str
    why: str = Field(default="", sa_type=Text)  # what people read when they are asked
    questions: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)  # as they are asked, to the end
    due_on: date
    opened_by: str | None = None  # None: Tend itself
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LitmusTest(SQLModel, table=True):
    """One account in one round. `superseded_at`: a later one counts, or it came to nothing."""

    __tablename__: ClassVar[str] = "litmus_tests"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["team_id", "campaign_id"], ["campaigns.team_id", "campaigns.id"], ondelete="CASCADE"),
        CheckConstraint(one_of("state", LITMUS_STATES), name="litmus_tests_state"),
        CheckConstraint(one_of("band", BANDS), name="litmus_tests_band"),
        UniqueConstraint("team_id", "campaign_id", "account_id", name="litmus_tests_round"),
        Index("litmus_tests_by_account", "team_id", "account_id", "opened_at"),
        Index("litmus_tests_open", "team_id", "account_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("litmus_tests_standing", "team_id", "account_id", sqlite_where=_STANDING, postgresql_where=_STANDING),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    campaign_id: str
    account_id: str
    owner_id: str | None = None  # who kept the account when it was opened
    due_on: date  # the last day for views
    state: str = "open"
    asked: int = 0
    given: int = 0
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str | None = None  # None: all views were given, or the day had come
    superseded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    band: str | None = None
    score: int | None = None
    result: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)  # bot.litmus.outcome.Result


class LitmusView(SQLModel, table=True):
    """What one person answers in one test; nobody else sees it before the test is closed."""

    __tablename__: ClassVar[str] = "litmus_views"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["team_id", "test_id"], ["litmus_tests.team_id", "litmus_tests.id"], ondelete="CASCADE"),
        UniqueConstraint("team_id", "test_id", "person_id", name="litmus_views_once"),
        Index("litmus_views_waiting", "team_id", "account_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("litmus_views_by_person", "team_id", "person_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    test_id: str
    person_id: str
    account_id: str
    answers: dict[str, str] | None = Field(default=None, sa_type=JSON_OR_NULL)  # bot.litmus.outcome.Say by question
    words: str = Field(default="", sa_type=Text)  # what they add, told without their name
    asked_at: datetime = Field(sa_type=UtcDateTime)
    given_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PulseAnswer(SQLModel, table=True):
    """That somebody was asked which of their accounts they would worry about, and when they answered."""

    __tablename__: ClassVar[str] = "pulse_answers"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "campaign_id"], ["campaigns.team_id", "campaigns.id"], ondelete="CASCADE"),
    )

    team_id: str = Field(primary_key=True)
    campaign_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Worry(SQLModel, table=True):
    """An account that somebody would worry about, and how they would know; theirs and their lead's to read."""

    __tablename__: ClassVar[str] = "worries"
    __table_args__ = (
        of_account(),
        Index("worries_standing", "team_id", "account_id", sqlite_where=_WORRIES, postgresql_where=_WORRIES),
        Index("worries_by_person", "team_id", "person_id", "said_at"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    person_id: str
    words: str = Field(default="", sa_type=Text)
    said_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # they said otherwise since
