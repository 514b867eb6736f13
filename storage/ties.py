"""What people of ours had to do with an account, since it is on record; `until` leaves out what came only later."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, union_all
from sqlmodel import Session, col

from storage.core import table
from storage.tables import (
    Account,
    AccountHelper,
    Breakdown,
    Delivery,
    Loss,
    LossAudit,
    Plan,
    Promise,
    Remark,
    Rescue,
    StaffingChange,
    Step,
    Touch,
    TouchPerson,
    Wish,
)
from storage.tables.plans import CLOSING

KEEPING = ("owner", "backup", "sponsor")
HELPING = "helper"

#: Where it stands who sees to something for a client, or did, and when that began.
_SEEN_TO = (
    (Promise, "owner_id", "made_at"),
    (Promise, "person_id", "made_at"),
    (Wish, "owner_id", "noted_at"),
    (Delivery, "delivered_by", "recorded_at"),
    (Breakdown, "owner_id", "reported_at"),
    (Breakdown, "recovered_by", "recovered_at"),
    (Remark, "owner_id", "reported_at"),
    (Remark, "answered_by", "answered_at"),
)

_Places = set[tuple[str, str]]  # a place, and who held it


def ended_at(session: Session, team_id: str, account_id: str) -> datetime | None:
    """When the last audit of an account was opened: with its end, or with the word that it has ended."""
    mine = (col(LossAudit.team_id) == team_id, col(LossAudit.account_id) == account_id)
    last: datetime | None = session.execute(select(func.max(col(LossAudit.opened_at))).where(*mine)).scalar_one()
    return last


def undone(session: Session, team_id: str, account_id: str) -> list[Touch]:
    """The touches that were taken back."""
    mine = (col(Touch.team_id) == team_id, col(Touch.account_id) == account_id, col(Touch.undone_at).is_not(None))
    return list(session.execute(select(Touch).where(*mine)).scalars())


def touching(
    session: Session, team_id: str, account_id: str, until: datetime | None = None, *, undone: Collection[str] = ()
) -> dict[str, tuple[int, datetime]]:
    """Who logged a touch or took part in one: how many, and when the last was.

    Whoever imports a file logs nothing. `undone`: ids of touches that were taken back and count all the same.
    """
    touch, part = table(Touch).c, table(TouchPerson).c
    stands = or_(touch.undone_at.is_(None), touch.id.in_(undone))
    live = [touch.team_id == team_id, touch.account_id == account_id, stands]
    live += [touch.logged_at <= until] if until else []
    logged = select(touch.logged_by.label("person_id"), touch.id, touch.occurred_at).where(*live, touch.source != "csv")
    joined = (part.team_id == touch.team_id) & (part.touch_id == touch.id)
    took_part = select(part.person_id, touch.id, touch.occurred_at).join_from(table(TouchPerson), table(Touch), joined)
    both = union_all(logged, took_part.where(*live)).subquery()
    counted = select(both.c.person_id, func.count(both.c.id.distinct()), func.max(both.c.occurred_at))
    found = session.execute(counted.group_by(both.c.person_id))
    return {person_id: (count, last) for person_id, count, last in found}


def began(session: Session, team_id: str, account_id: str) -> dict[str, datetime]:
    """When what names people without a word in the audit log began: steps that a plan brought, imported touches."""
    touch = table(Touch).c
    laid = _steps(team_id, account_id, table(Step).c.id, table(Plan).c.opened_at)
    imported = select(touch.id, touch.logged_at)
    imported = imported.where(touch.team_id == team_id, touch.account_id == account_id, touch.source == "csv")
    return {row[0]: row[1] for row in session.execute(union_all(laid, imported))}


def closing_steps(session: Session, team_id: str, account_id: str) -> set[str]:
    """The steps by which its contract is closed: whoever does one of them need not have been there before."""
    mine = _steps(team_id, account_id, table(Step).c.id).where(_is_closing(team_id, account_id))
    return set(session.execute(mine).scalars())


def seeing_to(session: Session, team_id: str, account_id: str, before: datetime | None = None) -> set[str]:
    """Who sees to something for the client, or saw to it: whose it is, and who did it; begun before a moment."""
    return {id_ for whose in _seen_to(team_id, account_id, before) for id_ in session.execute(whose).scalars() if id_}


def _seen_to(team_id: str, account_id: str, before: datetime | None) -> Iterator[Select[Any]]:
    step, plan = table(Step).c, table(Plan).c
    for who, began in ((step.owner_id, plan.opened_at), (step.done_by, step.done_at)):
        yield _steps(team_id, account_id, who).where(~_is_closing(team_id, account_id), *_begun(began, before))
    for of, name, at in _SEEN_TO:
        columns = table(of).c
        mine = (columns.team_id == team_id, columns.account_id == account_id)
        yield select(columns[name]).where(*mine, *_begun(columns[at], before))


def _steps(team_id: str, account_id: str, *what: Any) -> Select[Any]:
    """Of the steps of an account, and of their plans."""
    step, plan = table(Step).c, table(Plan).c
    of_plan = (plan.team_id == step.team_id) & (plan.id == step.plan_id)
    mine = (step.team_id == team_id, step.account_id == account_id)
    return select(*what).join_from(table(Step), table(Plan), of_plan).where(*mine)


def _is_closing(team_id: str, account_id: str) -> ColumnElement[bool]:
    """Whether a plan is how the contract is closed: laid once it was on record that the account leaves."""
    plan, loss = table(Plan).c, table(Loss).c
    recorded = select(func.max(loss.recorded_at)).where(loss.team_id == team_id, loss.account_id == account_id)
    return (plan.playbook == CLOSING) & func.coalesce(plan.opened_at >= recorded.scalar_subquery(), false())


def _begun(moment: Any, before: datetime | None) -> tuple[Any, ...]:
    return (moment < before,) if before else ()


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
