"""People at a client, and those who may become one."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

CONTACT_LEVELS = ("executive", "manager", "individual")


class Contact(SQLModel, table=True):
    """A person at the client."""

    __tablename__: ClassVar[str] = "contacts"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("level", CONTACT_LEVELS), name="contacts_level"),
        UniqueConstraint("team_id", "account_id", "name_key", name="contacts_name_key"),
        Index("contacts_by_email", "team_id", "email"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    name: str
    name_key: str
    title: str = ""
    email: str | None = None  # lower case
    slack_user_id: str | None = None
    level: str = "individual"
    level_is_suggested: bool = True  # False: a person set it, and no title changes it
    roles: list[str] = Field(default_factory=list, sa_type=JSON)
    can_hire_or_fire: bool = False
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_met_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # kept without a name
    created_at: datetime = Field(sa_type=UtcDateTime)


class Newcomer(SQLModel, table=True):
    """Somebody of another company who wrote in a linked channel and was no contact there: offered as one, once.

    Whether they became one is seen from the contacts. `message_id`: the message that offers them.
    """

    __tablename__: ClassVar[str] = "newcomers"
    __table_args__ = (of_account(), Index("newcomers_by_message", "team_id", "message_id"))

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)  # Slack user id
    seen_at: datetime = Field(sa_type=UtcDateTime)
    message_id: str | None = None
    declined_by: str | None = None  # the person of ours who said that they are no contact
