"""Who of ours looked after an account, and when that changed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from storage.ids import new_id
from storage.tables.keys import of_account
from storage.types import UtcDateTime, one_of

STAFFING_PLACES = ("owner", "backup", "sponsor", "helper")
_OWNER = text("place = 'owner'")


class StaffingChange(SQLModel, table=True):
    """Somebody of ours took a place on an account, or left it. Who held it from the start is no change.

    An account has several helpers: whoever joins them has nobody before them, whoever leaves them nobody after them.
    """

    __tablename__: ClassVar[str] = "staffing_changes"
    __table_args__ = (
        of_account(),
        CheckConstraint(one_of("place", STAFFING_PLACES), name="staffing_changes_place"),
        Index("staffing_changes_by_account", "team_id", "account_id", "changed_at"),
        Index("staffing_changes_of_owner", "team_id", "account_id", sqlite_where=_OWNER, postgresql_where=_OWNER),
    )

    team_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True, default_factory=new_id)
    account_id: str
    place: str
    before_id: str | None = None  # who held it; None: nobody
    after_id: str | None = None
    changed_by: str | None = None  # None: Tend itself, or the command line
    changed_at: datetime = Field(sa_type=UtcDateTime)
