"""What is open on accounts: one query tells which nouns there is any of, and one more reads each of those.

Most accounts have nothing open, and what every touch asks for must cost next to nothing then.
Adding a noun: a statement here, a line in `_STATEMENTS`, and one in `bot.matters`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, exists, func, literal_column, select, union_all
from sqlmodel import Session, SQLModel

from storage.audit_matters import audits, leaving, unlearned
from storage.core import Among
from storage.core import table as _table
from storage.tables import (
    Breakdown,
    Contact,
    Delivery,
    LitmusTest,
    LitmusView,
    Meeting,
    Opening,
    Person,
    Plan,
    Promise,
    Remark,
    Rescue,
    RescueReview,
    StaffingChange,
    Step,
    Trait,
    Winback,
    Wish,
    Worry,
)

_TEAM: BindParameter[Any] = bindparam("team_id")
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PEOPLE = _table(Person).c


def open_on(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Sequence[Row[Any]]]:
    """By noun, what is open on some accounts, in the order in which it is told. Nouns without any are left out."""
    asked = {"team_id": team_id, "ids": list(ids)}
    present = session.execute(_PRESENT, asked).scalars().all()
    return {noun: session.execute(_STATEMENTS[noun], asked).all() for noun in present}


def _meetings() -> Select[Any]:
    """Next meetings on record, by account and day, from the last that was kept on."""
    planned, kept = _table(Meeting).c, _table(Meeting).alias("kept").c
    same_account = (kept.team_id == planned.team_id, kept.account_id == planned.account_id)
    last_kept = select(func.max(kept.planned_on)).where(*same_account, kept.kept_by.is_not(None)).scalar_subquery()
    since = planned.planned_on >= func.coalesce(last_kept, planned.planned_on)
    return select(_table(Meeting)).where(*_within(planned), since).order_by(planned.account_id, planned.planned_on)


def _remarks() -> Select[Any]:
    """By account and when they were passed on, with `said_by_name` and `reporter`."""
    remark, contact = _table(Remark).c, _table(Contact).c
    said = and_(contact.team_id == remark.team_id, contact.id == remark.said_by)
    reported = and_(_PEOPLE.team_id == remark.team_id, _PEOPLE.id == remark.reported_by)
    named = select(_table(Remark), contact.name.label("said_by_name"), _PEOPLE.name.label("reporter"))
    joined = named.outerjoin(_table(Contact), said).outerjoin(_table(Person), reported)
    return joined.where(*_open(remark)).order_by(remark.account_id, remark.reported_at, remark.id)


def _promises() -> Select[Any]:
    """By account and the day they are due, with `contact`, a name."""
    promise = _table(Promise).c
    return _with_contact(Promise).where(*_open(promise)).order_by(promise.account_id, promise.due_on, promise.id)


def _broken() -> Select[Any]:
    """Promises of either side that were broken, by account and when, with `contact`, a name."""
    promise = _table(Promise).c
    broken = (*_within(promise), promise.state == literal_column("'broken'"))
    return _with_contact(Promise).where(*broken).order_by(promise.account_id, promise.settled_on, promise.id)


def _wishes() -> Select[Any]:
    """By account and the day they are due, with `contact`, a name, and `delivered_on`, the last time."""
    wish, delivery = _table(Wish).c, _table(Delivery).c
    mine = (delivery.team_id == wish.team_id, delivery.wish_id == wish.id)
    last = select(func.max(delivery.delivered_on)).where(*mine).scalar_subquery().label("delivered_on")
    return _with_contact(Wish).add_columns(last).where(*_open(wish)).order_by(wish.account_id, wish.due_on, wish.id)


def _breakdowns() -> Select[Any]:
    """Those that nobody has verified yet, by account and when they were reported."""
    broke = _table(Breakdown).c
    unverified = (*_within(broke), broke.state.in_((literal_column("'open'"), literal_column("'recovered'"))))
    return select(_table(Breakdown)).where(*unverified).order_by(broke.account_id, broke.reported_at, broke.id)


def _litmus_tests() -> Select[Any]:
    """The one that is open and the last that counts, by account and when they were opened."""
    test = _table(LitmusTest).c
    told = (test.account_id, test.id, test.opened_at, test.due_on, test.asked, test.given, test.closed_at)
    standing = (*_within(test), test.superseded_at.is_(None))
    return select(*told, test.band, test.score).where(*standing).order_by(test.account_id, test.opened_at, test.id)


def _litmus_views() -> Select[Any]:
    """Those that are waited for from people who are here, by account and person, each with their `person`."""
    view, test = _table(LitmusView).c, _table(LitmusTest).c
    within = and_(test.team_id == view.team_id, test.id == view.test_id)
    here = (_PEOPLE.deactivated_at.is_(None), _PEOPLE.erased_at.is_(None))
    asked = and_(_PEOPLE.team_id == view.team_id, _PEOPLE.id == view.person_id, *here)
    told = (
        view.account_id,
        view.id,
        view.test_id,
        view.person_id,
        view.asked_at,
        test.due_on,
        _PEOPLE.name.label("person"),
    )
    waiting = select(*told).join_from(_table(LitmusView), _table(LitmusTest), within).join(_table(Person), asked)
    return waiting.where(*_within(view), view.given_at.is_(None)).order_by(view.account_id, view.person_id)


def _worries() -> Select[Any]:
    """Those that stand, by account and when they were said; why is not told."""
    worry = _table(Worry).c
    told = select(worry.account_id, worry.person_id, worry.said_at).where(*_within(worry), worry.ended_at.is_(None))
    return told.order_by(worry.account_id, worry.said_at, worry.id)


def _with_contact(of: type[SQLModel]) -> Select[Any]:
    """The rows of a noun, each with the name of the contact it is about."""
    row, contact = _table(of).c, _table(Contact).c
    about = and_(contact.team_id == row.team_id, contact.id == row.contact_id)
    return select(_table(of), contact.name.label("contact")).outerjoin(_table(Contact), about)


def _steps() -> Select[Any]:
    """By account and the day they are due, those without a day last, with the `plan` and `playbook` they belong to."""
    step, plan = _table(Step).c, _table(Plan).c
    of_plan = and_(plan.team_id == step.team_id, plan.id == step.plan_id)
    told = select(_table(Step), plan.title.label("plan"), plan.playbook, plan.opened_at)
    by_day = (step.account_id, step.due_on.is_(None), step.due_on, step.position, step.id)
    return told.join(_table(Plan), of_plan).where(*_open(step)).order_by(*by_day)


def _staffing() -> Select[Any]:
    """Every change of owner, by account and when it was."""
    change = _table(StaffingChange).c
    of_owner = (*_within(change), change.place == literal_column("'owner'"))
    return select(_table(StaffingChange)).where(*of_owner).order_by(change.account_id, change.changed_at, change.id)


def _traits() -> Select[Any]:
    """Those with a day, by account and day."""
    trait = _table(Trait).c
    dated = (*_within(trait), trait.falls_on.is_not(None))
    return select(_table(Trait)).where(*dated).order_by(trait.account_id, trait.falls_on, trait.id)


def _openings() -> Select[Any]:
    """By account and the day from which they are asked, with `noted`, a name."""
    opening = _table(Opening).c
    noted = and_(_PEOPLE.team_id == opening.team_id, _PEOPLE.id == opening.noted_by)
    mine = select(_table(Opening), _PEOPLE.name.label("noted")).outerjoin(_table(Person), noted)
    return mine.where(*_open(opening)).order_by(opening.account_id, opening.ask_on, opening.id)


def _winbacks() -> Select[Any]:
    """Those that are open, by account."""
    winback = _table(Winback).c
    return select(_table(Winback)).where(*_open(winback)).order_by(winback.account_id, winback.id)


def _rescues() -> Select[Any]:
    """By account, with `opener`, a name, and of the last review `last_review_at` and `next_step`."""
    rescue, review = _table(Rescue).c, _table(RescueReview).c
    opened = and_(_PEOPLE.team_id == rescue.team_id, _PEOPLE.id == rescue.opened_by)
    mine = select().where(review.team_id == rescue.team_id, review.rescue_id == rescue.id)
    last = mine.order_by(review.reviewed_at.desc(), review.id.desc()).limit(1)
    told = [
        last.add_columns(column).scalar_subquery().label(name)
        for name, column in (("last_review_at", review.reviewed_at), ("next_step", review.next_step))
    ]
    named = select(_table(Rescue), _PEOPLE.name.label("opener"), *told).outerjoin(_table(Person), opened)
    return named.where(*_open(rescue)).order_by(rescue.account_id)


def _open(row: Any) -> tuple[Any, ...]:
    """The state stands in the statement, as in that of the index."""
    return *_within(row), row.state == literal_column("'open'")


def _within(row: Any) -> tuple[Any, ...]:
    return row.team_id == _TEAM, Among(row.account_id, _IDS)


def _any(noun: str, statement: Any) -> Select[Any]:
    """Told by the noun's own table alone: what is joined to it takes longer than to find out that it is not there."""
    found: Select[Any] = select(literal_column("1")).where(statement.whereclause)
    return select(literal_column(f"'{noun}'").label("noun")).where(exists(found))


_STATEMENTS: dict[str, Select[Any]] = {
    "meetings": _meetings(),
    "remarks": _remarks(),
    "staffing": _staffing(),
    "traits": _traits(),
    "rescues": _rescues(),
    "steps": _steps(),
    "promises": _promises(),
    "broken": _broken(),
    "wishes": _wishes(),
    "breakdowns": _breakdowns(),
    "litmus_tests": _litmus_tests(),
    "litmus_views": _litmus_views(),
    "worries": _worries(),
    "leaving": leaving(_TEAM, _IDS),
    "audits": audits(_TEAM, _IDS),
    "unlearned": unlearned(_TEAM, _IDS),
    "openings": _openings(),
    "winbacks": _winbacks(),
}
_PRESENT = union_all(*(_any(noun, statement) for noun, statement in _STATEMENTS.items()))
