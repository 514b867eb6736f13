"""What losses taught, and the word to everybody that it must not happen again."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

LESSON_WAYS = ("computed", "asked", "ours")
LESSON_STATES = ("open", "done", "dropped")
_HELD = text("state = 'open'")


def _of_loss() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["team_id", "loss_id"], ["losses.team_id", "losses.id"], ondelete="CASCADE")


class Lesson(SQLModel, table=True):
    """A finding of a loss that became a check over all accounts, or something that we change about ourselves.

    `way`: its condition is `computed` from what is on record, owners are `asked`, or it is a shortcoming of `ours`.
    `account_id` is the one that was lost.
    """

    __tablename__: ClassVar[str] = "lessons"
    __table_args__ = (
        of_account(),
        _of_loss(),
        CheckConstraint(one_of("way", LESSON_WAYS), name="lessons_way"),
        CheckConstraint(one_of("state", LESSON_STATES), name="lessons_state"),
        Index("lessons_by_account", "team_id", "account_id"),
        Index("lessons_open", "team_id", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    loss_id: str
    finding_id: str | None = None  # of the audit's findings, the one that it came from
    text: str = Field(sa_type=Text)  # what we learned, in one sentence
    way: str
    condition: str = ""  # bot.learned.CONDITIONS; "": none is computed
    number: int | None = None  # what the condition counts with; None: its own
    task: str = Field(default="", sa_type=Text)  # what is done about a hit; of one that is asked, the question
    owner_id: str | None = None  # who sees to it
    due_on: date
    state: str = "open"
    outcome: str = Field(default="", sa_type=Text)
    made_by: str | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when all accounts were looked at last
    looked_of: int = 0  # how many accounts that were
    ended_by: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NeverAgain(SQLModel, table=True):
    """A loss and its lessons, told in a channel that was chosen for it; once for each loss."""

    __tablename__: ClassVar[str] = "never_agains"
    __table_args__ = (
        of_account(),
        _of_loss(),
        UniqueConstraint("team_id", "loss_id", name="never_agains_loss"),
        Index("never_agains_by_account", "team_id", "account_id"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    loss_id: str
    channel_id: str
    words: str = Field(default="", sa_type=Text)
    posted_by: str | None = None
    posted_at: datetime = Field(sa_type=UtcDateTime)


class Acknowledgement(SQLModel, table=True):
    """That somebody read a word of "never again"."""

    __tablename__: ClassVar[str] = "acknowledgements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["team_id", "never_again_id"], ["never_agains.team_id", "never_agains.id"], ondelete="CASCADE"
        ),
    )

    team_id: str = Field(primary_key=True)
    never_again_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    read_at: datetime = Field(sa_type=UtcDateTime)
