"""Client companies, and what is theirs alone: names, domains, channels, helpers, closures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import JSON_OR_NULL, UtcDateTime, one_of

TIERS = ("key", "standard", "light")
STATUSES = ("active", "rescue", "leaving", "lost", "paused")


class Account(SQLModel, table=True):
    """A client company, and the times that its clocks are measured from. Its row is the lock of all that is its own."""

    __tablename__: ClassVar[str] = "accounts"
    __table_args__ = (
        CheckConstraint(one_of("tier", TIERS), name="accounts_tier"),
        CheckConstraint(one_of("status", STATUSES), name="accounts_status"),
        CheckConstraint("annual_value_minor >= 0", name="accounts_value"),
        UniqueConstraint("team_id", "name_key", name="accounts_name_key"),
        Index("accounts_by_owner", "team_id", "owner_id"),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    name: str
    name_key: str  # storage.names.key(name)
    tier: str = "standard"
    status: str = "active"
    paused_until: date | None = None
    lost_on: date | None = None  # the day on which it ended, of an account that is lost
    annual_value_minor: int | None = Field(default=None, sa_type=BigInteger)
    annual_profit_minor: int | None = Field(default=None, sa_type=BigInteger)  # what of it is left to us
    currency: str | None = None  # ISO 4217; of both amounts
    client_since: date | None = None
    owner_id: str | None = None
    backup_id: str | None = None
    sponsor_id: str | None = None  # our executive sponsor
    cadence_days: int | None = None  # "we said monthly"
    last_contact_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_reach_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_thanks_id: str | None = None  # the last touch that resets the thanks clock, by occurred_at
    last_touch_id: str | None = None  # the last by occurred_at, internal notes aside
    attempts_since_contact: int = 0
    sources_off: list[str] | None = Field(default=None, sa_type=JSON_OR_NULL)  # bot.work.sources; None: all are on
    keeps_text: bool = False  # a message that logs itself leaves its first words as the note
    # bot.rhythm.Rhythm of its contact days, and the `zone` whose days they are; None: none, or not counted yet
    rhythm: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class AccountAlias(SQLModel, table=True):
    """Another name of an account, unique in its workspace."""

    __tablename__: ClassVar[str] = "account_aliases"
    __table_args__ = (of_account(), Index("account_aliases_by_account", "team_id", "account_id"))

    team_id: str = Field(primary_key=True)
    alias_key: str = Field(primary_key=True)
    alias: str
    account_id: str


class AccountDomain(SQLModel, table=True):
    """An e-mail domain of an account, lower case."""

    __tablename__: ClassVar[str] = "account_domains"
    __table_args__ = (of_account(), Index("account_domains_by_account", "team_id", "account_id"))

    team_id: str = Field(primary_key=True)
    domain: str = Field(primary_key=True)
    account_id: str


class AccountChannel(SQLModel, table=True):
    """A Slack channel linked to an account: commands typed there need no name."""

    __tablename__: ClassVar[str] = "account_channels"
    __table_args__ = (of_account(), Index("account_channels_by_account", "team_id", "account_id"))

    team_id: str = Field(primary_key=True)
    channel_id: str = Field(primary_key=True)
    account_id: str
    is_shared: bool = False  # people of another company are in it, or were invited, as Slack last told


class AccountHelper(SQLModel, table=True):
    """A person of ours who helps on an account."""

    __tablename__: ClassVar[str] = "account_helpers"
    __table_args__ = (of_account(),)

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)


class Closure(SQLModel, table=True):
    """Days on which a client is closed; both ends included. They count for no clock."""

    __tablename__: ClassVar[str] = "closures"
    __table_args__ = (of_account(), CheckConstraint("first_on <= last_on", name="closures_order"))

    team_id: str = Field(primary_key=True)
    account_id: str = Field(primary_key=True)
    first_on: date = Field(primary_key=True)
    last_on: date
