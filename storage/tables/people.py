"""People of ours, as Slack tells of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from storage.types import JSON_OR_NULL, UtcDateTime, one_of

PERSON_ROLES = ("member", "lead", "admin")


class Person(SQLModel, table=True):
    """One of ours: a Slack user of the workspace, as Slack last told us, and what Tend knows beside it."""

    __tablename__: ClassVar[str] = "people"
    __table_args__ = (
        CheckConstraint(one_of("role", PERSON_ROLES), name="people_role"),
        Index("people_by_email", "team_id", "email"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)  # Slack user id
    name: str
    email: str | None = None  # lower case
    title: str = ""
    tz: str = "UTC"
    role: str = "member"  # as set by hand in Tend
    is_admin: bool = False  # runs the Slack workspace
    lead_id: str | None = None
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False  # belongs to another company
    deactivated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    working_days: list[int] | None = Field(default=None, sa_type=JSON)  # None: the policy's
    away_from: date | None = None
    away_until: date | None = None  # the last day away
    preferences: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)  # bot.preferences; None: none
    dm_channel_id: str | None = None
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # kept without a name, under nobody's id
    seen_at: datetime = Field(sa_type=UtcDateTime)  # when Slack last told us


class ErasedPerson(SQLModel, table=True):
    """That a Slack user was erased, so that Slack's list of who left does not bring them back; their id is hashed."""

    __tablename__: ClassVar[str] = "erased_people"

    team_id: str = Field(primary_key=True)
    fingerprint: str = Field(primary_key=True)
    erased_at: datetime = Field(sa_type=UtcDateTime)
