"""Accounts as lists show them: the loudest first, a page at a time.

Statements are made once: to put one together takes longer than to run it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, Subquery, and_, bindparam, case, func, or_, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.tables import Account, Clock, Message, MessageNudge, Nudge
from storage.worst import LOUDNESS, WEIGHT

#: A view that a litmus test waits for says nothing of the client; what was told in private is in no list.
ABOUT_CLIENTS = or_(
    and_(col(Clock.rule) != "litmus", col(Clock.rule) != "signals"),
    col(Clock.subject) == "",
)
_LEVELS = {loudness: level for level, loudness in LOUDNESS.items()}
_TEAM: BindParameter[Any] = bindparam("team_id")
_PERSON: BindParameter[Any] = bindparam("person_id")


@dataclass(frozen=True, slots=True)
class Listed:
    """An account, the loudest level of its clocks, and until when one of them is snoozed (aware UTC), if so."""

    account: Account
    level: str | None
    snoozed_until: datetime | None


def accounts(
    session: Session,
    team_id: str,
    *,
    limit: int,
    offset: int = 0,
    owner_id: str | None = None,
    rule: str | None = None,
) -> tuple[list[Listed], int]:
    """A page of accounts that are not lost, the loudest first, then by name; and how many there are in all.

    `owner_id`: only theirs. `rule`: only those where a clock of this rule has a level, which is then the one shown.
    """
    asked = _accounts(is_owned=owner_id is not None, is_ruled=rule is not None)
    given = {"team_id": team_id, "person_id": owner_id, "rule": rule}
    rows, total = _page(session, asked, given, limit, offset)
    return [Listed(account, _LEVELS.get(loudness), snoozed) for account, loudness, snoozed in rows], total


def coming(
    session: Session,
    team_id: str,
    after: datetime,
    until: datetime,
    *,
    limit: int,
    offset: int = 0,
    owner_id: str | None = None,
) -> tuple[list[Clock], int]:
    """A page of the clocks that ring after a moment and by another (aware), soonest first; and how many there are.

    No clock watches an account that is lost.
    """
    given = {"team_id": team_id, "person_id": owner_id, "after": after, "until": until}
    rows, total = _page(session, _coming(is_owned=owner_id is not None), given, limit, offset)
    return [row[0] for row in rows], total


@dataclass(frozen=True, slots=True)
class Waits:
    """A nudge that waits on somebody; of what is not theirs in the first place, as whom they see it, and why."""

    nudge: Nudge
    heard_as: str
    because: str


def waiting(session: Session, team_id: str, person_id: str, *, limit: int, offset: int = 0) -> tuple[list[Waits], int]:
    """A page of the open nudges that wait on a person; and how many.

    What they took; what nobody took and names them, or names nobody on their accounts; and what they hear on their Home
    alone. The worst come first. Each of the four is looked up apart, by an index of its own.
    """
    rows, total = _page(session, _waiting(), {"team_id": team_id, "person_id": person_id}, limit, offset)
    return [Waits(nudge, heard_as or "owner", because or "") for nudge, heard_as, because in rows], total


def owned(session: Session, team_id: str, owner_id: str) -> int:
    """How many accounts a person owns, lost ones aside."""
    return int(session.execute(_living(), {"team_id": team_id, "person_id": owner_id}).scalar_one())


def any_account(session: Session, team_id: str) -> bool:
    """Whether there is an account at all, a lost one perhaps."""
    return session.exec(select(Account.id).where(Account.team_id == team_id).limit(1)).first() is not None


class _Paged(NamedTuple):
    """Rows in their order, a page of them at a time, and how many there are.

    Both are asked for at once, unless they are too many for that.
    """

    rows: Select[Any]
    total: Select[Any]
    are_many: bool

    @classmethod
    def of(cls, ordered: Select[Any], *, are_many: bool = False) -> _Paged:
        asked = ordered if are_many else ordered.add_columns(func.count().over())
        counted = ordered.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
        return cls(asked.limit(bindparam("limit")).offset(bindparam("offset")), counted, are_many)


def _page(
    session: Session, asked: _Paged, given: dict[str, Any], limit: int, offset: int
) -> tuple[list[tuple[Any, ...]], int]:
    rows = [tuple(row) for row in session.execute(asked.rows, {**given, "limit": limit, "offset": offset})]
    if rows and not asked.are_many:
        return [row[:-1] for row in rows], int(rows[0][-1])
    return rows, int(session.execute(asked.total, given).scalar_one())


@cache
def _accounts(*, is_owned: bool, is_ruled: bool) -> _Paged:
    loudest = _loudest(is_owned=is_owned, is_ruled=is_ruled)
    conditions: list[ColumnElement[bool]] = [col(Account.team_id) == _TEAM, col(Account.status) != "lost"]
    if is_owned:
        conditions.append(col(Account.owner_id) == _PERSON)
    if is_ruled:
        conditions.append(loudest.c.loudness.is_not(None))
    joined = select_columns(Account, loudest.c.loudness, loudest.c.snoozed_until).outerjoin(
        loudest, loudest.c.account_id == col(Account.id)
    )
    ordered = joined.where(*conditions).order_by(func.coalesce(loudest.c.loudness, 0).desc(), col(Account.name_key))
    return _Paged.of(ordered, are_many=not is_owned)


@cache
def _coming(*, is_owned: bool) -> _Paged:
    ahead = (col(Clock.rings_at) > bindparam("after"), col(Clock.rings_at) <= bindparam("until"), ABOUT_CLIENTS)
    mine = select_columns(Clock).where(col(Clock.team_id) == _TEAM, *ahead)
    if is_owned:
        mine = mine.where(col(Clock.account_id).in_(_owned()))
    return _Paged.of(mine.order_by(col(Clock.rings_at), col(Clock.account_id), col(Clock.rule), col(Clock.subject)))


@cache
def _waiting() -> _Paged:
    is_open = (col(Nudge.team_id) == _TEAM, col(Nudge.closed_at).is_(None))
    taken = select_columns(col(Nudge.id)).where(*is_open, col(Nudge.taken_by) == _PERSON)
    is_free = (*is_open, col(Nudge.taken_by).is_(None))
    heard = select_columns(col(Nudge.id)).where(*is_free, col(Nudge.hearer_id) == _PERSON)
    on_theirs = col(Nudge.account_id).in_(_owned())
    theirs = select_columns(col(Nudge.id)).where(*is_free, col(Nudge.hearer_id).is_(None), on_theirs)
    shown = _shown().subquery()
    on_home = select_columns(col(Nudge.id)).join(shown, shown.c.nudge_id == col(Nudge.id)).where(*is_open)
    on_home = on_home.where(or_(col(Nudge.taken_by).is_(None), shown.c.heard_as == "lead"))
    all_four = union_all(taken, heard, theirs, on_home).subquery()
    mine = select_columns(Nudge, shown.c.heard_as, shown.c.because)
    mine = mine.outerjoin(shown, shown.c.nudge_id == col(Nudge.id))
    mine = mine.where(col(Nudge.team_id) == _TEAM, col(Nudge.id).in_(select_columns(all_four.c.id)))
    return _Paged.of(mine.order_by(WEIGHT.desc(), col(Nudge.opened_at), col(Nudge.id)))


def _shown() -> Select[str, str, str]:
    """What hangs on somebody's Home."""
    link = (col(Message.team_id) == col(MessageNudge.team_id), col(Message.id) == col(MessageNudge.message_id))
    columns = col(MessageNudge.nudge_id), col(MessageNudge.heard_as), col(MessageNudge.because)
    hung = select_columns(*columns)
    hung = hung.join(Message, and_(*link)).where(col(Message.team_id) == _TEAM, col(Message.recipient) == _PERSON)
    return hung.where(col(Message.slot) == "home")


@cache
def _living() -> Select[Any]:
    return _owned().where(col(Account.status) != "lost").with_only_columns(func.count())


def _owned() -> Select[Any]:
    return select_columns(col(Account.id)).where(col(Account.team_id) == _TEAM, col(Account.owner_id) == _PERSON)


def _loudest(*, is_owned: bool, is_ruled: bool) -> Subquery:
    """By account: the loudest level and until when a clock is snoozed; of clocks that say neither there is nothing."""
    loudness = func.max(case(LOUDNESS, value=col(Clock.level))).label("loudness")
    snoozed = func.max(col(Clock.snoozed_until)).label("snoozed_until")
    loud = or_(col(Clock.level).is_not(None), col(Clock.snoozed_until).is_not(None))
    mine = select_columns(col(Clock.account_id), loudness, snoozed)
    mine = mine.where(col(Clock.team_id) == _TEAM, loud, ABOUT_CLIENTS)
    if is_ruled:
        mine = mine.where(col(Clock.rule) == bindparam("rule"))
    if is_owned:
        mine = mine.where(col(Clock.account_id).in_(_owned()))
    return mine.group_by(col(Clock.account_id)).subquery()
