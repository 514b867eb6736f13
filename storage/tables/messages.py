"""What was said and is to be said in Slack: the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.types import UtcDateTime, one_of

MESSAGE_KINDS = ("daily", "post", "urgent", "notice", "digest", "home")
MESSAGE_STATES = ("ready", "ambiguous", "sent", "failed", "dropped", "shown")
HEARERS = ("owner", "backup", "lead", "channel")
_PUT_OFF = text("due_at IS NOT NULL")


class Message(SQLModel, table=True):
    """One Slack post, said exactly once: the outbox.

    Nudges hang on it through `message_nudges`; what it says is built when it is sent. `revise_at` asks for the posted
    message to be brought up to date. A `notice` carries its own words in `body`. One of the kind `home` is `shown` and
    never posted: what hangs on it stands on its recipient's Home.
    """

    __tablename__: ClassVar[str] = "messages"
    __table_args__ = (
        CheckConstraint(one_of("kind", MESSAGE_KINDS), name="messages_kind"),
        CheckConstraint(one_of("state", MESSAGE_STATES), name="messages_state"),
        UniqueConstraint("team_id", "recipient", "slot", name="messages_slot"),
        Index("messages_due", "state", "not_before"),
        Index("messages_put_off", "state", "due_at", sqlite_where=_PUT_OFF, postgresql_where=_PUT_OFF),
        Index("messages_to_revise", "revise_at"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    kind: str
    recipient: str  # a Slack user or channel id
    slot: str  # "daily:2026-05-12", "nudge:<id>:due", "notice:...", "home"
    state: str = "ready"
    not_before: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # of one that was put off since
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    leased_by: str | None = None
    attempts: int = 0
    body: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    channel_id: str | None = None  # where it was posted
    ts: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revise_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure: str = ""  # Slack's code
    created_at: datetime = Field(sa_type=UtcDateTime)


class MessageNudge(SQLModel, table=True):
    """A nudge that a message carries, and why its recipient hears it."""

    __tablename__: ClassVar[str] = "message_nudges"
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "message_id"], ["messages.team_id", "messages.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["team_id", "nudge_id"], ["nudges.team_id", "nudges.id"], ondelete="CASCADE"),
        CheckConstraint(one_of("heard_as", HEARERS), name="message_nudges_heard_as"),
        Index("message_nudges_by_nudge", "team_id", "nudge_id"),
    )

    team_id: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    nudge_id: str = Field(primary_key=True)
    level: str
    heard_as: str
    because: str = ""  # "Ana is away until 12 May", "nobody acted for 3 working days"
