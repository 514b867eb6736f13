"""What was done: requests, and the append-only audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.types import UtcDateTime, one_of

AUDIT_PERMITS = ("erase", "forget")


class Request(SQLModel, table=True):
    """A request of Slack's that was carried out, and the answer it got: a repeat does nothing and hears it again."""

    __tablename__: ClassVar[str] = "requests"
    __table_args__ = (Index("requests_by_time", "team_id", "done_at"),)

    team_id: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    done_at: datetime = Field(sa_type=UtcDateTime)
    result_id: str | None = None  # the touch, account, ... that it made


class Audit(SQLModel, table=True):
    """Who changed what, when: rows are only ever added. Triggers refuse all else, on both kinds of database."""

    __tablename__: ClassVar[str] = "audit"
    __table_args__ = (Index("audit_by_account", "team_id", "account_id", "at"),)

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: str | None = None  # None: Tend itself, or the command line
    deed: str  # "touch.log", "account.edit", ...
    account_id: str | None = None
    subject_id: str | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class AuditPermit(SQLModel, table=True):
    """Leave for one of the two deeds that may touch the audit log: erasing a person, forgetting a workspace.

    A row lives only within the transaction of such a deed.
    """

    __tablename__: ClassVar[str] = "audit_permits"
    __table_args__ = (CheckConstraint(one_of("deed", AUDIT_PERMITS), name="audit_permits_deed"),)

    team_id: str = Field(primary_key=True)
    deed: str


class Pulse(SQLModel, table=True):
    """A row that is written to see whether the database can be written to. It is no workspace's: its id is empty."""

    __tablename__: ClassVar[str] = "pulse"

    team_id: str = Field(primary_key=True, default="")
    beat_at: datetime = Field(sa_type=UtcDateTime)
    weight: str = Field(default="", sa_type=Text)  # as much as a command writes: a full disk takes less for a while
