"""All that the log has of one account, row by row, for its story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from storage.tables import Breakdown, Contact, Nudge, Plan, Promise, Remark, StaffingChange, Touch, Wish

Row = TypeVar("Row", bound=SQLModel)
MOST = 2_000  # rows of one kind


def touches(session: Session, team_id: str, account_id: str) -> Sequence[Touch]:
    """Every touch but internal notes, oldest first."""
    said = (col(Touch.undone_at).is_(None), col(Touch.kind) != "note")
    return _of(session, Touch, team_id, account_id, col(Touch.occurred_at), *said)


def remarks(session: Session, team_id: str, account_id: str) -> Sequence[Remark]:
    """Every remark, oldest first."""
    return _of(session, Remark, team_id, account_id, col(Remark.reported_at))


def warnings(session: Session, team_id: str, account_id: str) -> Sequence[Nudge]:
    """Every nudge that was due or louder and no private word to somebody, oldest first."""
    loud = (col(Nudge.level) != "early", col(Nudge.manner) != "private")
    return _of(session, Nudge, team_id, account_id, col(Nudge.opened_at), *loud)


def promises(session: Session, team_id: str, account_id: str) -> Sequence[Promise]:
    """Every promise, by the day it was due."""
    return _of(session, Promise, team_id, account_id, col(Promise.due_on))


def wishes(session: Session, team_id: str, account_id: str) -> Sequence[Wish]:
    """Every wish, oldest first."""
    return _of(session, Wish, team_id, account_id, col(Wish.noted_at))


def breakdowns(session: Session, team_id: str, account_id: str) -> Sequence[Breakdown]:
    """Everything that broke, oldest first."""
    return _of(session, Breakdown, team_id, account_id, col(Breakdown.broke_on))


def staffing(session: Session, team_id: str, account_id: str) -> Sequence[StaffingChange]:
    """Every change of owner, oldest first."""
    of_owner = col(StaffingChange.place) == "owner"
    return _of(session, StaffingChange, team_id, account_id, col(StaffingChange.changed_at), of_owner)


def contacts_left(session: Session, team_id: str, account_id: str) -> Sequence[Contact]:
    """Everybody of theirs who left, by when."""
    return _of(session, Contact, team_id, account_id, col(Contact.left_at), col(Contact.left_at).is_not(None))


def rescues(session: Session, team_id: str, account_id: str) -> Sequence[Plan]:
    """Every rescue, oldest first."""
    return _of(session, Plan, team_id, account_id, col(Plan.opened_at), col(Plan.playbook) == "rescue")


def _of(session: Session, table: type[Row], team_id: str, account_id: str, by: Any, *where: Any) -> Sequence[Row]:
    """The newest rows of an account, as many as a story can hold, in order."""
    columns: Any = table
    mine = select(table).where(columns.team_id == team_id, columns.account_id == account_id, *where)
    newest = session.exec(mine.order_by(by.desc(), columns.id.desc()).limit(MOST)).all()
    return list(reversed(newest))
