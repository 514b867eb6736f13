"""What a digest tells of accounts, counted by the database: of everybody's, of those of some owners, or of one.

Accounts are asked first and nudges and touches for each of them, by index: what is old is not read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select, union_all
from sqlmodel import Session

from storage.core import table
from storage.tables import Account, AccountChannel, Meeting, Nudge, Touch
from storage.worst import LOUDNESS, WEIGHT

_ACCOUNTS, _NUDGES, _TOUCHES, _MEETINGS = table(Account).c, table(Nudge).c, table(Touch).c, table(Meeting).c
_CHANNELS = table(AccountChannel).c
_LEVELS = {loudness: level for level, loudness in LOUDNESS.items()}
_TIERS = {"key": 1, "standard": 2, "light": 3}
_OPEN = _NUDGES.closed_at.is_(None)
_LOUDEST = func.max(case(LOUDNESS, value=_NUDGES.level)).label("loudness")
_WORST = func.max(WEIGHT).label("weight")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which accounts: those of some owners (None: everybody's), or one alone."""

    owner_ids: Collection[str] | None = None
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """How many accounts, and the first of their names."""

    total: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An account with open nudges: their loudest level, how many there are, and its next meeting."""

    account_id: str
    name: str
    tier: str
    owner_id: str | None
    last_contact_at: datetime | None
    level: str
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment, left out, to another (both aware UTC)."""

    since: datetime
    until: datetime


def waiting(session: Session, team_id: str, scope: Scope, today: date, *, limit: int) -> list[Waiting]:
    """The living accounts with open nudges: the worst first, then by tier, by how long they wait, and by name."""
    planned = and_(_MEETINGS.team_id == _ACCOUNTS.team_id, _MEETINGS.account_id == _ACCOUNTS.id)
    ahead = and_(planned, _MEETINGS.planned_on >= today, _MEETINGS.kept_by.is_(None))
    next_on = select(func.min(_MEETINGS.planned_on)).where(ahead).scalar_subquery()
    since = func.min(_NUDGES.opened_at)
    shown = (_ACCOUNTS.id, _ACCOUNTS.name, _ACCOUNTS.tier, _ACCOUNTS.owner_id, _ACCOUNTS.last_contact_at)
    mine = _with_nudges(team_id, scope, _OPEN, shown, _LOUDEST, next_on.label("next_on"))
    order = (_WORST.desc(), case(_TIERS, value=_ACCOUNTS.tier), since, _ACCOUNTS.name)
    return [_waiting(row) for row in session.execute(mine.order_by(*order).limit(limit))]


def waits(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> dict[str, Named]:
    """The living accounts with open nudges, each once.

    `entered`: nothing of it was opened before a span; `worse`: something was, and in the span something was opened or
    became louder; `still`: nothing did.
    """
    since = span.since
    news = case(
        (func.min(_NUDGES.opened_at) > since, "entered"), (func.max(_NUDGES.raised_at) > since, "worse"), else_="still"
    )
    return _named(session, team_id, scope, _OPEN, news, most)


def closed(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> dict[str, Named]:
    """The living accounts on which something was closed in a span, each once.

    `answered`: by a touch; `settled`: without one, as it was cleared or snoozed, or is no longer so. What settled on an
    account that came in the span itself, as its contacts and touches were brought in after it, is no news.
    """
    by_touch = func.max(case((_NUDGES.touch_id.is_not(None), 1), else_=0))
    how = case((by_touch == 1, "answered"), else_="settled")
    is_news = or_(_NUDGES.touch_id.is_not(None), _ACCOUNTS.created_at <= span.since)
    return _named(session, team_id, scope, and_(_within(_NUDGES.closed_at, span), is_news), how, most)


def added(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts that were put on record in a span.

    Clients of longer standing that were but written down are no news, nor is anybody where none was on record before.
    """
    before = table(Account).alias()
    known = exists().where(before.c.team_id == team_id, before.c.created_at <= span.since)
    young = or_(_ACCOUNTS.client_since.is_(None), _ACCOUNTS.client_since >= span.since.date())
    return _accounts(session, [*_living(team_id, scope), _within(_ACCOUNTS.created_at, span), young, known], most)


def lost(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts that are lost, and of which that was noted in a span; what came lost in an import is history."""
    noted = (_ACCOUNTS.status == "lost", _within(_ACCOUNTS.updated_at, span), _ACCOUNTS.created_at <= span.since)
    return _accounts(session, [*_scoped(team_id, scope), *noted], most)


def spoken_to(session: Session, team_id: str, scope: Scope, span: Span) -> int:
    """How many living accounts we were in contact with in a span."""
    mine = select(func.count()).where(*_living(team_id, scope), _within(_ACCOUNTS.last_contact_at, span))
    return int(session.execute(mine).scalar_one())


def touches(session: Session, team_id: str, scope: Scope, span: Span, quiet_kinds: Collection[str]) -> int:
    """How many touches there were in a span. `quiet_kinds` are no touches of the client: internal notes."""
    own = and_(_TOUCHES.team_id == _ACCOUNTS.team_id, _TOUCHES.account_id == _ACCOUNTS.id)
    live = and_(own, _TOUCHES.undone_at.is_(None), _TOUCHES.kind.not_in(quiet_kinds))
    joined = select(func.count(_TOUCHES.id)).outerjoin_from(
        table(Account), table(Touch), and_(live, _within(_TOUCHES.occurred_at, span))
    )
    return int(session.execute(joined.where(*_scoped(team_id, scope))).scalar_one())


def trend(session: Session, team_id: str, scope: Scope, moments: Sequence[datetime]) -> list[tuple[int, int]]:
    """Between each two moments of an ascending row: how many accounts wait at its end, and were answered in it."""
    columns = (_NUDGES.account_id, _NUDGES.opened_at, _NUDGES.closed_at, _NUDGES.touch_id)
    parts = (
        select(*columns).outerjoin_from(table(Account), table(Nudge), _own_nudges(of)).where(*_scoped(team_id, scope))
        for of in (_OPEN, _NUDGES.closed_at > moments[0])
    )
    recent = union_all(*parts).subquery()
    flags = [flag for before, at in pairwise(moments) for flag in _then(recent.c, before, at)]
    each = select(*(func.max(case((flag, 1), else_=0)).label(f"f{n}") for n, flag in enumerate(flags)))
    by_account = each.group_by(recent.c.account_id).subquery()
    row = session.execute(select(*(func.coalesce(func.sum(flag), 0) for flag in by_account.c))).one()
    counts = [int(count) for count in row]
    return list(zip(counts[::2], counts[1::2], strict=True))


def linked(session: Session, team_id: str, since: datetime) -> list[str]:
    """The channels of living accounts on which something is open, or was opened or closed since a moment.

    Those that Slack told are shared with another company are left out.
    """
    of = and_(_ACCOUNTS.team_id == _CHANNELS.team_id, _ACCOUNTS.id == _CHANNELS.account_id)
    stirs = select(_NUDGES.id).where(_own_nudges(or_(_OPEN, _NUDGES.closed_at > since))).exists()
    mine = select(_CHANNELS.channel_id).join_from(table(AccountChannel), table(Account), of)
    ours = (_CHANNELS.team_id == team_id, _CHANNELS.is_shared.is_(False))
    living = mine.where(*ours, *_living(team_id, Scope()), stirs)
    return list(session.execute(living.order_by(_CHANNELS.channel_id)).scalars())


def _then(nudge: Any, before: datetime, at: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    waits_then = and_(nudge.opened_at <= at, or_(nudge.closed_at.is_(None), nudge.closed_at > at))
    return waits_then, and_(nudge.touch_id.is_not(None), nudge.closed_at > before, nudge.closed_at <= at)


def _named(
    session: Session, team_id: str, scope: Scope, of_nudge: ColumnElement[bool], kind: Any, most: int
) -> dict[str, Named]:
    """Accounts with such nudges, by what `kind` makes of all of them; those with the worst first."""
    each = _with_nudges(team_id, scope, of_nudge, (_ACCOUNTS.id, _ACCOUNTS.name), _WORST, kind.label("kind")).subquery()
    order = (each.c.weight.desc(), each.c.name)
    place = func.row_number().over(partition_by=each.c.kind, order_by=order).label("place")
    total = func.count().over(partition_by=each.c.kind).label("total")
    ranked = select(each.c.kind, each.c.name, place, total).subquery()
    found = session.execute(select(ranked).where(ranked.c.place <= most).order_by(ranked.c.place)).all()
    kinds = {row.kind: row.total for row in found}
    return {
        kind: Named(int(total), tuple(row.name for row in found if row.kind == kind)) for kind, total in kinds.items()
    }


def _with_nudges(
    team_id: str, scope: Scope, of_nudge: ColumnElement[bool], shown: Sequence[Any], *counted: Any
) -> Select[Any]:
    """Living accounts that have such nudges, and what is counted of these.

    The outer join is to keep SQLite with the accounts: it would rather read all nudges of the workspace.
    """
    mine = select(*shown, *counted).outerjoin_from(table(Account), table(Nudge), _own_nudges(of_nudge))
    each = mine.where(*_living(team_id, scope)).group_by(*(_ACCOUNTS.team_id, *shown))
    return each.having(func.count(_NUDGES.id) > 0)


def _accounts(session: Session, conditions: Sequence[ColumnElement[bool]], most: int) -> Named:
    mine = select(_ACCOUNTS.name, func.count().over()).where(*conditions)
    rows = session.execute(mine.order_by(_ACCOUNTS.name_key).limit(most)).all()
    return Named(int(rows[0][1]), tuple(row[0] for row in rows)) if rows else Named()


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(row.id, row.name, row.tier, row.owner_id, row.last_contact_at, _LEVELS[row.loudness], row.next_on)


def _own_nudges(of_nudge: ColumnElement[bool]) -> ColumnElement[bool]:
    """What is private is no matter for a digest."""
    own = and_(_NUDGES.team_id == _ACCOUNTS.team_id, _NUDGES.account_id == _ACCOUNTS.id)
    return and_(own, _NUDGES.manner != "private", of_nudge)


def _living(team_id: str, scope: Scope) -> list[ColumnElement[bool]]:
    return [*_scoped(team_id, scope), _ACCOUNTS.status != "lost"]


def _scoped(team_id: str, scope: Scope) -> list[ColumnElement[bool]]:
    mine = [_ACCOUNTS.team_id == team_id]
    if scope.account_id is not None:
        mine.append(_ACCOUNTS.id == scope.account_id)
    return mine if scope.owner_ids is None else [*mine, _ACCOUNTS.owner_id.in_(scope.owner_ids)]


def _within(moment: Any, span: Span) -> ColumnElement[bool]:
    return and_(moment > span.since, moment <= span.until)
