"""Who changed what, when. Rows are only ever added; the database itself refuses anything else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, func, insert, or_
from sqlmodel import Session, col, select

from storage.core import table
from storage.ids import new_id
from storage.tables import Audit, AuditPermit

_PAGE = 1_000


def add(
    session: Session,
    team_id: str,
    at: datetime,
    person_id: str | None,
    deed: str,
    *,
    account_id: str | None = None,
    subject_id: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add a row. `before` and `after` hold the changed fields alone, ready for JSON; `at` is aware UTC."""
    row = {
        "team_id": team_id,
        "id": new_id(),
        "at": at,
        "person_id": person_id,
        "deed": deed,
        "account_id": account_id,
        "subject_id": subject_id,
        "before": before,
        "after": after,
    }
    session.exec(insert(table(Audit)).values(row))


def of_account(session: Session, team_id: str, account_id: str, limit: int = 50) -> list[Audit]:
    """The latest rows about an account, newest first."""
    newest = (col(Audit.at).desc(), col(Audit.id).desc())
    mine = select(Audit).where(Audit.team_id == team_id, Audit.account_id == account_id)
    return list(session.exec(mine.order_by(*newest).limit(limit)))


def last_of(session: Session, team_id: str, deed: str) -> dict[str, datetime]:
    """When a deed that concerns no account was last done, by what it was done to."""
    subject = col(Audit.subject_id)
    done = (Audit.team_id == team_id, col(Audit.account_id).is_(None), Audit.deed == deed)
    last = session.exec(select(subject, func.max(Audit.at)).where(*done).group_by(subject))
    return {subject_id: at for subject_id, at in last if subject_id is not None}


def since(session: Session, team_id: str, account_id: str, deed: str, moment: datetime) -> list[Audit]:
    """Every time that a deed was done to an account since a moment, oldest first."""
    mine = select(Audit).where(Audit.team_id == team_id, Audit.account_id == account_id, Audit.deed == deed)
    return list(session.exec(mine.where(Audit.at >= moment).order_by(col(Audit.at), col(Audit.id))))


def newest_of(
    session: Session, team_id: str, account_ids: Collection[str], deed: str, moment: datetime
) -> dict[str, Audit]:
    """The last time that a deed was done to each of some accounts since a moment, by account."""
    done = (Audit.team_id == team_id, col(Audit.account_id).in_(account_ids), Audit.deed == deed, Audit.at >= moment)
    found = session.exec(select(Audit).where(*done).order_by(col(Audit.at), col(Audit.id)))
    return {one.account_id: one for one in found if one.account_id is not None}


def of_nouns(session: Session, team_id: str, account_ids: Collection[str], nouns: Collection[str]) -> list[Audit]:
    """All that was ever done on some accounts to things of some nouns ("promise": "promise.make"), oldest first."""
    mine = select(Audit).where(Audit.team_id == team_id, col(Audit.account_id).in_(account_ids))
    done = mine.where(or_(*(col(Audit.deed).startswith(f"{noun}.", autoescape=True) for noun in nouns)))
    return list(session.exec(done.order_by(col(Audit.at), col(Audit.id))))


def deeds_to(session: Session, team_id: str, account_id: str, subject_ids: Collection[str]) -> set[str]:
    """All that was ever done to some things of an account."""
    mine = select(Audit.deed).where(Audit.team_id == team_id, Audit.account_id == account_id)
    return set(session.exec(mine.where(col(Audit.subject_id).in_(subject_ids))))


def pages(session: Session, team_id: str, since: datetime | None = None) -> Iterator[list[Audit]]:
    """The rows of a workspace in the order in which they were added, a page at a time; `since`: of no sooner moment."""
    mine = select(Audit).where(Audit.team_id == team_id).order_by(Audit.id).limit(_PAGE)
    if since is not None:
        mine = mine.where(Audit.at >= since)
    last = ""
    while page := list(session.exec(mine.where(Audit.id > last))):
        yield page
        last = page[-1].id
        session.expunge_all()


@contextmanager
def permit(session: Session, team_id: str, deed: Literal["erase", "forget"]) -> Iterator[None]:
    """Let the database accept what one of two deeds does to a workspace's rows, and nobody else's.

    "erase" may anonymise who, whom, before and after; "forget" may delete rows.
    """
    session.exec(insert(table(AuditPermit)).values(team_id=team_id, deed=deed))
    yield
    session.flush()
    session.exec(delete(table(AuditPermit)).where(col(AuditPermit.team_id) == team_id))
