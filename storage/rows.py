"""Every row of a workspace, or of one account of it, table by table, as it is stored: what a full export is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, literal, or_, select
from sqlmodel import Session, SQLModel

from storage.core import table as core_table
from storage.tables import (
    Account,
    AccountHelper,
    AuditPermit,
    Calendar,
    Home,
    HomeMark,
    Import,
    Installation,
    IntakeKey,
    LitmusView,
    Message,
    MessageNudge,
    Nudge,
    NudgeVote,
    Person,
    Pulse,
    Request,
    Touch,
    TouchContact,
    TouchPerson,
    Worry,
)

#: Tables that are never given away: Slack's tokens, keys, and what only this installation has a use for.
WITHHELD = frozenset(
    core_table(one) for one in (Installation, IntakeKey, Calendar, AuditPermit, Pulse, Request, Import, Home, HomeMark)
)

#: What people said in private or without their name, not for whoever takes an export; what came of it is told.
_PRIVATE: dict[Table, dict[str, Any]] = {
    core_table(LitmusView): {"answers": None, "words": ""},
    core_table(Worry): {"words": ""},
}

_PAGE = 1_000


def tables() -> list[Table]:
    """The tables that are given away, those that others point to first."""
    return [one for one in SQLModel.metadata.sorted_tables if one not in WITHHELD]


def of_workspace(session: Session, team_id: str, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a workspace in a table, by their key, a page in memory at a time."""
    yield from _read(session, table, select(*_told(table)).where(table.c.team_id == team_id))


def of_account(session: Session, team_id: str, account_id: str, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table that belong to an account; of people, the ids and names of those who have to do with it."""
    within = _within(team_id, account_id, table)
    if within is not None:
        shown = [table.c.team_id, table.c.id, table.c.name] if table is core_table(Person) else _told(table)
        yield from _read(session, table, select(*shown).where(table.c.team_id == team_id, within))


def _told(table: Table) -> list[Any]:
    """The columns of a table; what is only its author's to read is left empty."""
    own = _PRIVATE.get(table, {})
    return [literal(own[one.name], one.type).label(one.name) if one.name in own else one for one in table.c]


def _within(team_id: str, account_id: str, table: Table) -> ColumnElement[bool] | None:
    """Which rows of a table belong to an account; None: the table has none that do."""
    touches, nudges = (_ids(one, team_id, account_id) for one in (Touch, Nudge))
    links = core_table(MessageNudge).c
    carrying = select(links.message_id).where(links.team_id == team_id, links.nudge_id.in_(nudges))
    if table is core_table(Account):
        return table.c.id == account_id
    if "account_id" in table.c:
        return table.c.account_id == account_id
    by_parent = {
        core_table(TouchPerson): ("touch_id", touches),
        core_table(TouchContact): ("touch_id", touches),
        core_table(NudgeVote): ("nudge_id", nudges),
        core_table(MessageNudge): ("nudge_id", nudges),
        core_table(Message): ("id", carrying),
    }
    if table in by_parent:
        column, parents = by_parent[table]
        return table.c[column].in_(parents)
    return _named(team_id, account_id, touches) if table is core_table(Person) else None


def _named(team_id: str, account_id: str, touches: Select[Any]) -> ColumnElement[bool]:
    """Who of ours owns an account, helps on it, logged a touch or took part in one."""
    account, people = core_table(Account).c, core_table(Person).c
    mine = (account.team_id == team_id, account.id == account_id)
    owning = [select(column).where(*mine) for column in (account.owner_id, account.backup_id, account.sponsor_id)]
    touch, part = core_table(Touch).c, core_table(TouchPerson).c
    logging = select(touch.logged_by).where(touch.team_id == team_id, touch.account_id == account_id)
    taking_part = select(part.person_id).where(part.team_id == team_id, part.touch_id.in_(touches))
    helper = core_table(AccountHelper).c
    helping = select(helper.person_id).where(helper.team_id == team_id, helper.account_id == account_id)
    return or_(*(people.id.in_(some) for some in (*owning, helping, logging, taking_part)))


def _ids(of: type[SQLModel], team_id: str, account_id: str) -> Select[Any]:
    table = core_table(of)
    return select(table.c.id).where(table.c.team_id == team_id, table.c.account_id == account_id)


def _read(session: Session, table: Table, rows: Select[Any]) -> Iterator[dict[str, Any]]:
    found = session.execute(rows.order_by(*table.primary_key).execution_options(yield_per=_PAGE))
    for row in found.mappings():
        yield dict(row)
