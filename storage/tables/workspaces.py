"""What a workspace is, and what Slack granted there."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime

_ASLEEP = text("asleep_since IS NOT NULL")


class Workspace(SQLModel, table=True):
    """A Slack workspace that installed Tend: the tenant."""

    __tablename__: ClassVar[str] = "workspaces"
    __table_args__ = (Index("workspaces_asleep", "team_id", sqlite_where=_ASLEEP, postgresql_where=_ASLEEP),)

    team_id: str = Field(primary_key=True)
    name: str = ""
    bot_user_id: str = ""
    tz: str = "UTC"  # IANA name; where nobody's own zone is known
    policy: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # only what was changed: Policy.from_overrides
    alert_channel_id: str | None = None
    portfolio: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # bot.facts.Portfolio, last refit
    refit_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the portfolio is counted again
    names_stamp: str | None = None  # another one whenever a name or an alias of an account changes
    asleep_since: datetime | None = Field(default=None, sa_type=UtcDateTime)  # token revoked: nothing is sent
    asleep_reason: str = ""
    enterprise_id: str = ""  # the Slack organisation that it belongs to, where Tend knows of one
    installed_at: datetime = Field(sa_type=UtcDateTime)
    # of audits that were done before this nothing is reminded, and the pulse begins a quarter later; None: no such day
    reminds_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    uninstalled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # its data goes 30 days later


class Installation(SQLModel, table=True):
    """What Slack granted where Tend was installed: in a workspace, or in a whole organisation (`team_id` is empty).

    Tokens are sealed by `storage.vault`.
    """

    __tablename__: ClassVar[str] = "installations"

    team_id: str = Field(primary_key=True)
    enterprise_id: str = Field(primary_key=True)  # empty: the workspace belongs to no organisation
    bot_token: str = Field(sa_type=Text, repr=False)
    refresh_token: str | None = Field(default=None, sa_type=Text, repr=False)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: the token lives until it is revoked
    scopes: str = Field(default="", sa_type=Text)  # separated by commas
    bot_user_id: str
    installed_by: str
    installed_at: datetime = Field(sa_type=UtcDateTime)
