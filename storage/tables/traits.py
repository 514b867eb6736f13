"""What is good to know of a client."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

TRAIT_KINDS = ("proud", "milestone", "anniversary", "burden")
_DATED = text("falls_on IS NOT NULL")


class Trait(SQLModel, table=True):
    """A fact about a client: what it is proud of, a milestone, an anniversary, a burden that it brings or bears."""

    __tablename__: ClassVar[str] = "traits"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("kind", TRAIT_KINDS), name="traits_kind"),
        Index("traits_by_account", "team_id", "account_id"),
        Index("traits_dated", "team_id", "account_id", sqlite_where=_DATED, postgresql_where=_DATED),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    kind: str
    text: str = Field(sa_type=Text)
    falls_on: date | None = None  # the day itself; of an anniversary, the first one: it comes round every year
    told_by: str
    told_at: datetime = Field(sa_type=UtcDateTime)
