"""Plans laid on accounts, their steps, and a workspace's own playbooks and questions."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

PLAN_STATES = ("open", "done", "dropped")
STEP_KINDS = ("step", "measure", "audience", "task")
STEP_STATES = ("open", "done", "skipped")
CLOSING = "closing"  # the playbook of a good goodbye
DOCUMENT_KINDS = ("playbook", "questions")
_WAITING = text("state = 'open'")


class Plan(SQLModel, table=True):
    """A playbook laid on an account: where it is, where it is to get, and who sees to it."""

    __tablename__: ClassVar[str] = "plans"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("state", PLAN_STATES), name="plans_state"),
        Index("plans_by_account", "team_id", "account_id", "opened_at"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    playbook: str  # the key of the playbook that it was laid from
    version: int = 0  # of the workspace's own playbook; 0: ours
    title: str
    about: str | None = None  # the id of what it is for: a contact, a lesson
    from_text: str = Field(default="", sa_type=Text)
    to_text: str = Field(default="", sa_type=Text)
    lead_id: str | None = None
    state: str = "open"
    opened_by: str | None = None  # None: Tend itself
    opened_at: datetime = Field(sa_type=UtcDateTime)
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = Field(default="", sa_type=Text)


class Step(SQLModel, table=True):
    """One thing to do on a plan, until it is done or skipped."""

    __tablename__: ClassVar[str] = "steps"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["team_id", "plan_id"], ["plans.team_id", "plans.id"], ondelete="CASCADE"),
        CheckConstraint(one_of("kind", STEP_KINDS), name="steps_kind"),
        CheckConstraint(one_of("state", STEP_STATES), name="steps_state"),
        Index("steps_by_plan", "team_id", "plan_id", "position"),
        Index("steps_by_account", "team_id", "account_id"),
        Index("steps_open", "team_id", "account_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    plan_id: str
    account_id: str
    key: str = ""  # the playbook's key for it; "" for a free one
    text: str = Field(sa_type=Text)
    kind: str = "step"
    owner_id: str | None = None  # None: whoever keeps the account
    contact_id: str | None = None  # whom it is about
    due_on: date | None = None
    position: int = 0
    state: str = "open"
    note: str = Field(default="", sa_type=Text)  # what came of it, or why it was skipped; of a measure, its proof
    client_told: bool | None = None  # of a measure; None: nobody has said
    done_by: str | None = None  # who did or skipped it
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Document(SQLModel, table=True):
    """One version of a workspace's own playbook or questions, as TOML. The highest version counts."""

    __tablename__: ClassVar[str] = "documents"
    __table_args__ = (
        CheckConstraint(one_of("kind", DOCUMENT_KINDS), name="documents_kind"),
        UniqueConstraint("team_id", "kind", "key", "version", name="documents_version"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    kind: str
    key: str
    version: int
    text: str = Field(sa_type=Text)  # "": ours, word for word
    is_off: bool = False
    put_by: str | None = None
    put_at: datetime = Field(sa_type=UtcDateTime)
