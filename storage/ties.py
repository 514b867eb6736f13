"""What people of ours had to do with an account, since it is on record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select, union_all
from sqlmodel import Session, col

from storage.core import table
from storage.tables import Account, AccountHelper, Loss, LossAudit, Remark, Rescue, StaffingChange, Touch, TouchPerson


def touching(session: Session, team_id: str, account_id: str) -> dict[str, tuple[int, datetime]]:
    """Who logged a touch or took part in one: how many, and when the last was.

    Whoever imports a file logs nothing; what was undone only since the account ended still says who was there.
    """
    touch, part = table(Touch).c, table(TouchPerson).c
    loss = table(Loss).c
    ended = select(func.max(loss.recorded_at)).where(loss.team_id == team_id, loss.account_id == account_id)
    stands = touch.undone_at.is_(None) | (touch.undone_at > ended.scalar_subquery())
    live = (touch.team_id == team_id, touch.account_id == account_id, stands)
    logged = select(touch.logged_by.label("person_id"), touch.id, touch.occurred_at).where(*live, touch.source != "csv")
    joined = (part.team_id == touch.team_id) & (part.touch_id == touch.id)
    took_part = select(part.person_id, touch.id, touch.occurred_at).join_from(table(TouchPerson), table(Touch), joined)
    both = union_all(logged, took_part.where(*live)).subquery()
    counted = select(both.c.person_id, func.count(both.c.id.distinct()), func.max(both.c.occurred_at))
    found = session.execute(counted.group_by(both.c.person_id))
    return {person_id: (count, last) for person_id, count, last in found}


def kept(session: Session, team_id: str, account_id: str) -> set[str]:
    """Who was ever its owner, backup or sponsor, as far as is on record."""
    change = table(StaffingChange).c
    account = session.get(Account, (team_id, account_id))
    now = (account.owner_id, account.backup_id, account.sponsor_id) if account else ()
    return {id_ for id_ in now if id_} | _changed(session, team_id, account_id, change.place != "helper")


def helping(session: Session, team_id: str, account_id: str) -> set[str]:
    """Who helps on it."""
    helper = table(AccountHelper).c
    mine = (helper.team_id == team_id, helper.account_id == account_id)
    return set(session.execute(select(helper.person_id).where(*mine)).scalars())


def helped(session: Session, team_id: str, account_id: str) -> set[str]:
    """Who ever joined or left its helpers, as far as is on record, or took part in a rescue of it."""
    found = _changed(session, team_id, account_id, table(StaffingChange).c.place == "helper")
    rescued = select(Rescue).where(col(Rescue.team_id) == team_id, col(Rescue.account_id) == account_id)
    for rescue in session.execute(rescued).scalars():
        found |= {id_ for id_ in (rescue.lead_id, rescue.sponsor_id, *rescue.helpers) if id_}
    return found


def reporting(session: Session, team_id: str, account_id: str) -> dict[str, int]:
    """How many remarks of its client each of ours passed on."""
    mine = (col(Remark.team_id) == team_id, col(Remark.account_id) == account_id)
    counted = select(col(Remark.reported_by), func.count()).where(*mine).group_by(col(Remark.reported_by))
    return {row[0]: row[1] for row in session.execute(counted)}


def auditing(session: Session, team_id: str) -> dict[str, int]:
    """How many open audits each of ours leads."""
    mine = (col(LossAudit.team_id) == team_id, col(LossAudit.state) == "open", col(LossAudit.leader_id).is_not(None))
    counted = select(col(LossAudit.leader_id), func.count()).where(*mine).group_by(col(LossAudit.leader_id))
    return {str(person_id): count for person_id, count in session.execute(counted)}


def _changed(session: Session, team_id: str, account_id: str, of_place: ColumnElement[bool]) -> set[str]:
    """Who took or left one of some places on an account."""
    change = table(StaffingChange).c
    mine = (change.team_id == team_id, change.account_id == account_id, of_place)
    found = session.execute(select(change.before_id, change.after_id).where(*mine))
    return {id_ for row in found for id_ in row if id_}
