"""What people of ours had to do with an account, since it is on record; `until` leaves out what came only later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, union_all
from sqlmodel import Session, col

from storage.core import table
from storage.tables import Account, AccountHelper, Loss, LossAudit, Remark, Rescue, StaffingChange, Touch, TouchPerson

KEEPING = ("owner", "backup", "sponsor")
HELPING = "helper"

_Places = set[tuple[str, str]]  # a place, and who held it


def touching(
    session: Session, team_id: str, account_id: str, until: datetime | None = None
) -> dict[str, tuple[int, datetime]]:
    """Who logged a touch or took part in one: how many, and when the last was.

    Whoever imports a file logs nothing; what was undone only since the account ended still says who was there.
    """
    touch, part = table(Touch).c, table(TouchPerson).c
    loss = table(Loss).c
    ended = select(func.max(loss.recorded_at)).where(loss.team_id == team_id, loss.account_id == account_id)
    stands = touch.undone_at.is_(None) | (touch.undone_at > ended.scalar_subquery())
    live = [touch.team_id == team_id, touch.account_id == account_id, stands]
    live += [touch.logged_at <= until] if until else []
    logged = select(touch.logged_by.label("person_id"), touch.id, touch.occurred_at).where(*live, touch.source != "csv")
    joined = (part.team_id == touch.team_id) & (part.touch_id == touch.id)
    took_part = select(part.person_id, touch.id, touch.occurred_at).join_from(table(TouchPerson), table(Touch), joined)
    both = union_all(logged, took_part.where(*live)).subquery()
    counted = select(both.c.person_id, func.count(both.c.id.distinct()), func.max(both.c.occurred_at))
    found = session.execute(counted.group_by(both.c.person_id))
    return {person_id: (count, last) for person_id, count, last in found}


def kept(session: Session, team_id: str, account_id: str, until: datetime | None = None) -> set[str]:
    """Who was ever its owner, backup or sponsor, as far as is on record."""
    account = session.get(Account, (team_id, account_id))
    now = {(place, getattr(account, f"{place}_id")) for place in KEEPING} if account else set()
    early, late = _changed(session, team_id, account_id, until)
    return {who for place, who in (now | early) - late if place in KEEPING and who}


def helping(session: Session, team_id: str, account_id: str, until: datetime | None = None) -> set[str]:
    """Who helps on it."""
    helper = table(AccountHelper).c
    mine = (helper.team_id == team_id, helper.account_id == account_id)
    now = set(session.execute(select(helper.person_id).where(*mine)).scalars())
    return now - {who for place, who in _changed(session, team_id, account_id, until)[1] if place == HELPING}


def helped(session: Session, team_id: str, account_id: str, until: datetime | None = None) -> set[str]:
    """Who ever joined or left its helpers, as far as is on record, or took part in a rescue of it."""
    found = {who for place, who in _changed(session, team_id, account_id, until)[0] if place == HELPING}
    rescued = select(Rescue).where(col(Rescue.team_id) == team_id, col(Rescue.account_id) == account_id)
    for rescue in session.execute(rescued.where(col(Rescue.opened_at) <= until) if until else rescued).scalars():
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


def _changed(session: Session, team_id: str, account_id: str, until: datetime | None) -> tuple[_Places, _Places]:
    """Who took or left a place on an account; apart from them, who took it for the first time after `until`."""
    change = table(StaffingChange).c
    mine = (change.team_id == team_id, change.account_id == account_id)
    told = select(change.place, change.before_id, change.after_id, change.changed_at).where(*mine)
    is_late: dict[tuple[str, str], bool] = {}
    for place, before, after, at in session.execute(told.order_by(change.changed_at, change.id)):
        for who, came_late in ((before, False), (after, until is not None and at > until)):
            if who:
                is_late.setdefault((place, who), came_late)
    late = {held for held, came_late in is_late.items() if came_late}
    return is_late.keys() - late, late
