"""Takes somebody out of every table: one id for another, and texts without a name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, case, delete, or_, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel.sql.sqltypes import AutoString

from storage.core import table as core_table
from storage.tables import (
    Audit,
    AuditPermit,
    Breakdown,
    Calendar,
    Campaign,
    Clock,
    Delivery,
    Document,
    ErasedPerson,
    Import,
    Lesson,
    LitmusTest,
    LitmusView,
    Loss,
    LossAudit,
    Meeting,
    Message,
    MessageNudge,
    NeverAgain,
    Nudge,
    Opening,
    Plan,
    Promise,
    Remark,
    Rescue,
    RescueReview,
    Step,
    Touch,
    TouchContact,
    TouchPerson,
    Trait,
    Winback,
    Wish,
    Workspace,
    Worry,
)
from storage.upsert import insert_or_skip

Row = Any
Change = Callable[[Row, Any], Any]

#: Columns with words of people or of ours in them, by table.
_WORDS: dict[type[SQLModel], tuple[str, ...]] = {
    Workspace: ("policy", "portfolio"),
    Touch: ("note",),
    Remark: ("text", "answer"),
    Campaign: ("why", "questions"),
    LitmusTest: ("result",),
    LitmusView: ("words",),
    Worry: ("words",),
    Promise: ("text", "note"),
    Wish: ("text", "why"),
    Delivery: ("note",),
    Breakdown: ("text", "recovery", "proof"),
    Opening: ("text", "outcome"),
    Winback: ("why", "must_change", "burdens"),
    Lesson: ("text", "task", "outcome"),
    NeverAgain: ("words",),
    Plan: ("title", "from_text", "to_text", "outcome"),
    Step: ("text", "note"),
    Rescue: ("why", "words", "helpers", "worked"),
    RescueReview: ("stands", "next_step"),
    Document: ("text",),
    Trait: ("text",),
    Clock: ("snooze_reason",),
    Nudge: ("reason", "clears", "closed_why"),
    MessageNudge: ("because",),
    Message: ("slot", "body"),
    Loss: ("decided_by", "words", "attraction", "exit_with", "exit_answers", "override_why", "reopen_why"),
    LossAudit: ("outsider", "findings", "report"),
    Import: ("name", "pasted", "header", "report"),
    Audit: ("before", "after"),
}
_PAGE = 1_000


def replace_id(session: Session, team_id: str, old: str, new: str) -> None:
    """Put one id in the place of another wherever it stands by itself in a column of text."""
    for table in SQLModel.metadata.sorted_tables:
        if table is core_table(AuditPermit):
            continue
        texts = [column for column in table.c if _is_text(column) and column.name != "team_id"]
        if texts:
            swapped = {column.name: case((column == old, new), else_=column) for column in texts}
            there = or_(*(column == old for column in texts))
            session.execute(update(table).where(table.c.team_id == team_id, there).values(swapped))
    session.expire_all()


def rewrite(session: Session, team_id: str, change: Change, *, account_id: str | None = None) -> list[str]:
    """Put what `change` makes of a row's text (or JSON) in its place, in a workspace or in one account of it.

    `change` is told the row and the value. The ids of the nudges whose words changed.
    """
    session.flush()
    nudges: list[str] = []
    for model, columns in _WORDS.items():
        table = core_table(model)
        scope = _within(table, team_id, account_id)
        if scope is None:
            continue
        changed = _rewrite(session, table, columns, [table.c.team_id == team_id, *scope], change)
        nudges += [row.id for row in changed] if model is Nudge else []
    session.expire_all()
    return nudges


def touches_with_contact(session: Session, team_id: str, contact_id: str) -> set[str]:
    """The touches in which a contact took part."""
    mine = (col(TouchContact.team_id) == team_id, col(TouchContact.contact_id) == contact_id)
    return set(session.execute(select(col(TouchContact.touch_id)).where(*mine)).scalars())


def touches_with_person(session: Session, team_id: str, person_id: str) -> set[str]:
    """The touches in which a person of ours took part."""
    mine = (col(TouchPerson.team_id) == team_id, col(TouchPerson.person_id) == person_id)
    return set(session.execute(select(col(TouchPerson.touch_id)).where(*mine)).scalars())


def remarks_of_contact(session: Session, team_id: str, contact_id: str) -> set[str]:
    """The remarks that a contact made."""
    mine = (col(Remark.team_id) == team_id, col(Remark.said_by) == contact_id)
    return set(session.execute(select(col(Remark.id)).where(*mine)).scalars())


def remarks_of_person(session: Session, team_id: str, person_id: str) -> set[str]:
    """The remarks that a person of ours passed on, was to answer or answered."""
    theirs = (col(Remark.reported_by), col(Remark.owner_id), col(Remark.answered_by))
    mine = (col(Remark.team_id) == team_id, or_(*(one == person_id for one in theirs)))
    return set(session.execute(select(col(Remark.id)).where(*mine)).scalars())


def plans_about_contact(session: Session, team_id: str, contact_id: str) -> set[str]:
    """The plans and steps that are about a contact."""
    plans = select(col(Plan.id)).where(col(Plan.team_id) == team_id, col(Plan.about) == contact_id)
    steps = select(col(Step.id)).where(col(Step.team_id) == team_id, col(Step.contact_id) == contact_id)
    return {*session.execute(plans).scalars(), *session.execute(steps).scalars()}


def plans_of_person(session: Session, team_id: str, person_id: str) -> set[str]:
    """The plans that a person of ours leads, opened or ended, and the steps that are theirs or that they did."""
    on_plan = or_(*(one == person_id for one in (col(Plan.lead_id), col(Plan.opened_by), col(Plan.ended_by))))
    on_step = or_(col(Step.owner_id) == person_id, col(Step.done_by) == person_id)
    plans = select(col(Plan.id)).where(col(Plan.team_id) == team_id, on_plan)
    steps = select(col(Step.id)).where(col(Step.team_id) == team_id, on_step)
    return {*session.execute(plans).scalars(), *session.execute(steps).scalars()}


def audited(session: Session, team_id: str, subject_id: str) -> list[dict[str, Any]]:
    """What the audit log says that a subject was, before and after."""
    mine = (col(Audit.team_id) == team_id, col(Audit.subject_id) == subject_id)
    rows = session.execute(select(col(Audit.before), col(Audit.after)).where(*mine))
    return [said for row in rows for said in row if said]


def forget_direct_messages(session: Session, team_id: str, person_id: str) -> None:
    """Forget where a person's own messages stand in Slack: they are not brought up to date any more."""
    mine = (col(Message.team_id) == team_id, col(Message.recipient) == person_id)
    session.execute(update(Message).where(*mine).values(channel_id=None, ts=None, revise_at=None))


def forget_calendar(session: Session, team_id: str, person_id: str) -> None:
    """Forget a person's calendar, and the meetings that stand in it and were not kept."""
    session.execute(delete(Calendar).where(col(Calendar.team_id) == team_id, col(Calendar.person_id) == person_id))
    mine = (col(Meeting.team_id) == team_id, col(Meeting.calendar_of) == person_id, col(Meeting.kept_by).is_(None))
    session.execute(delete(Meeting).where(*mine))


def remember_erased(session: Session, team_id: str, person_id: str, now: datetime) -> None:
    """Remember that a Slack user was erased, without their id."""
    row = {"team_id": team_id, "fingerprint": _fingerprint(team_id, person_id), "erased_at": now}
    insert_or_skip(session, ErasedPerson, row)


def was_erased(session: Session, team_id: str, person_id: str) -> bool:
    """Whether a Slack user was erased."""
    return session.get(ErasedPerson, (team_id, _fingerprint(team_id, person_id))) is not None


def _fingerprint(team_id: str, person_id: str) -> str:
    return hashlib.sha256(f"{team_id}:{person_id}".encode()).hexdigest()


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String | AutoString)


def _within(table: Table, team_id: str, account_id: str | None) -> list[ColumnElement[bool]] | None:
    """The conditions for rows of one account; None where a table has no rows of accounts."""
    if account_id is None:
        return []
    if "account_id" in table.c:
        return [table.c.account_id == account_id]
    if table is core_table(MessageNudge):
        mine = select(col(Nudge.id)).where(col(Nudge.team_id) == team_id, col(Nudge.account_id) == account_id)
        return [table.c.nudge_id.in_(mine)]
    return None


def _rewrite(
    session: Session, table: Table, columns: Collection[str], where: list[ColumnElement[bool]], change: Change
) -> list[Row]:
    key = list(table.primary_key)
    shown = {*key, *(table.c[name] for name in (*columns, "subject_id", "subject") if name in table.c)}
    changed: list[Row] = []
    for page in session.execute(select(*shown).where(*where)).partitions(_PAGE):
        for row in page:
            news = {name: change(row, getattr(row, name)) for name in columns}
            news = {name: value for name, value in news.items() if value != getattr(row, name)}
            if news:
                mine = (column == getattr(row, column.name) for column in key)
                session.execute(update(table).where(*mine).values(news))
                changed.append(row)
    return changed
