"""Clients that were lost, and the audit that each loss is learned from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import JSON_OR_NULL, UtcDateTime, one_of

LOSS_STATES = ("leaving", "lost", "won_back", "withdrawn")
LOSS_AUDIT_STATES = ("open", "done", "dropped")
EXIT_WAYS = ("conversation", "questionnaire")
_STANDING = text("state IN ('leaving', 'lost')")
_UNAUDITED = text("state = 'open'")


class Loss(SQLModel, table=True):
    """The end of an account: from the word that they are leaving, until it is lost; one that stands per account.

    `won_back`: they came back since. `withdrawn`: they stayed, or it was a mistake.
    """

    __tablename__: ClassVar[str] = "losses"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("state", LOSS_STATES), name="losses_state"),
        CheckConstraint(one_of("exit_way", EXIT_WAYS), name="losses_exit_way"),
        CheckConstraint("state <> 'lost' OR ended_on IS NOT NULL", name="losses_ended"),
        Index("losses_by_account", "team_id", "account_id"),
        Index(
            "losses_standing", "team_id", "account_id", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING
        ),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    state: str
    ended_on: date | None = None  # of one who is leaving: the day on which it is to end, if that is known
    decided_by: str = ""  # who of theirs decided it, in words
    value_minor: int | None = Field(default=None, sa_type=BigInteger)  # a year
    currency: str | None = None
    # [{"reason": bot.endings.LossReason, "confidence": bot.endings.Confidence}], the surest first
    reasons: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    words: str = Field(default="", sa_type=Text)  # the client's own
    attraction: str = Field(default="", sa_type=Text)  # to whom they went, and what drew them there
    exit_on: date | None = None  # of the exit interview
    exit_way: str | None = None
    exit_with: str = ""  # who of theirs, in words
    exit_by: str | None = None  # who of ours noted it
    exit_answers: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)  # question -> what they said
    overridden_by: str | None = None  # who closed it although the gate asks for more
    override_why: str = Field(default="", sa_type=Text)
    is_past: bool = False  # it was lost before it was on record here: no gate, and no audit by itself
    recorded_by: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    closed_by: str | None = None  # who said that it is lost
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopened_by: str | None = None  # who said that they came back, stayed, or that it was a mistake
    reopened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reopen_why: str = Field(default="", sa_type=Text)


class LossAudit(SQLModel, table=True):
    """What is learned from a loss, led by somebody neutral; the word audit alone is the log of changes."""

    __tablename__: ClassVar[str] = "loss_audits"
    __table_args__ = (
        of_account(),
        ForeignKeyConstraint(["team_id", "loss_id"], ["losses.team_id", "losses.id"], ondelete="CASCADE"),
        CheckConstraint(one_of("state", LOSS_AUDIT_STATES), name="loss_audits_state"),
        UniqueConstraint("team_id", "loss_id", name="loss_audits_loss"),
        Index("loss_audits_by_account", "team_id", "account_id"),
        Index("loss_audits_open", "team_id", "account_id", sqlite_where=_UNAUDITED, postgresql_where=_UNAUDITED),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    loss_id: str
    leader_id: str | None = None  # somebody neutral; with an `outsider`, who keeps the notes for them
    outsider: str = Field(default="", sa_type=Text)  # who leads it from outside: their name and company
    due_on: date
    state: str = "open"
    # [{"id", "text", "side": ours|theirs, "part": delivery|relationship}], and "elsewhere": "nothing" where a finding
    # of an audit that is done needs no check on other accounts
    findings: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    turning_on: date | None = None  # as the leader sees it; None: as the log tells
    report: str = Field(default="", sa_type=Text)  # Markdown, once it is done
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_by: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
