"""What a digest tells of accounts, counted by the database: of everybody's, of those of some owners, or of one.

Accounts are asked first and nudges and touches for each of them, by index: what is old is not read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, select
from sqlmodel import Session

from storage.core import table
from storage.tables import Account, AccountChannel, Meeting, Nudge, Touch

_ACCOUNTS, _NUDGES, _TOUCHES, _MEETINGS = table(Account).c, table(Nudge).c, table(Touch).c, table(Meeting).c
_CHANNELS = table(AccountChannel).c
_LOUDNESS = {"early": 1, "due": 2, "critical": 3}
_LEVELS = {loudness: level for level, loudness in _LOUDNESS.items()}
_TIERS = {"key": 1, "standard": 2, "light": 3}
_OPEN = _NUDGES.closed_at.is_(None)


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


def by_level(session: Session, team_id: str, scope: Scope) -> dict[str | None, int]:
    """How many living accounts there are by the loudest level of their open nudges; None: those without any."""
    loud = _loudest(team_id)
    mine = select(loud.c.loudness, func.count()).outerjoin_from(table(Account), loud, loud.c.account_id == _ACCOUNTS.id)
    counted = mine.where(*_living(team_id, scope)).group_by(loud.c.loudness)
    return {_LEVELS.get(loudness): int(count) for loudness, count in session.execute(counted)}


def waiting(session: Session, team_id: str, scope: Scope, today: date, *, limit: int) -> list[Waiting]:
    """The living accounts with open nudges: the loudest first, then by tier, by how long they wait, and by name."""
    loud = _loudest(team_id)
    planned = and_(_MEETINGS.team_id == _ACCOUNTS.team_id, _MEETINGS.account_id == _ACCOUNTS.id)
    ahead = and_(planned, _MEETINGS.planned_on >= today, _MEETINGS.kept_by.is_(None))
    next_on = select(func.min(_MEETINGS.planned_on)).where(ahead).scalar_subquery()
    columns = (_ACCOUNTS.id, _ACCOUNTS.name, _ACCOUNTS.tier, _ACCOUNTS.owner_id, _ACCOUNTS.last_contact_at)
    mine = select(*columns, loud.c.loudness, next_on.label("next_on"))
    joined = mine.join_from(table(Account), loud, loud.c.account_id == _ACCOUNTS.id).where(*_living(team_id, scope))
    order = (loud.c.loudness.desc(), case(_TIERS, value=_ACCOUNTS.tier), loud.c.since, _ACCOUNTS.name_key)
    return [_waiting(row) for row in session.execute(joined.order_by(*order).limit(limit))]


def entered(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts on which something was opened in a span that is still open."""
    return _named(session, team_id, scope, [_OPEN, _within(_NUDGES.opened_at, span)], most)


def worse(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts on which something that was open before became louder in a span."""
    return _named(
        session, team_id, scope, [_OPEN, _NUDGES.opened_at <= span.since, _within(_NUDGES.raised_at, span)], most
    )


def still_open(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts on which something is open that was said before a span, and became no louder in it."""
    return _named(session, team_id, scope, [_OPEN, _NUDGES.raised_at <= span.since], most)


def answered(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts on which a touch closed something in a span."""
    closed = _within(_NUDGES.closed_at, span)
    return _named(session, team_id, scope, [closed, _NUDGES.touch_id.is_not(None)], most)


def settled(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts on which something was closed in a span without a touch: cleared, snoozed, or no longer so."""
    closed = _within(_NUDGES.closed_at, span)
    return _named(session, team_id, scope, [closed, _NUDGES.touch_id.is_(None)], most)


def added(session: Session, team_id: str, scope: Scope, span: Span, *, most: int) -> Named:
    """Accounts that were put on record in a span."""
    return _accounts(session, [*_living(team_id, scope), _within(_ACCOUNTS.created_at, span)], most)


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
    counts = [part for before, at in pairwise(moments) for part in _then(before, at)]
    late = and_(_own_nudges(), _NUDGES.opened_at <= moments[-1], _OPEN | (_NUDGES.closed_at > moments[0]))
    mine = select(*counts).outerjoin_from(table(Account), table(Nudge), late).where(*_scoped(team_id, scope))
    row = [int(count) for count in session.execute(mine).one()]
    return list(zip(row[::2], row[1::2], strict=True))


def linked(session: Session, team_id: str, since: datetime) -> list[str]:
    """The channels of living accounts on which something is open, or was opened or closed since a moment."""
    of = and_(_ACCOUNTS.team_id == _CHANNELS.team_id, _ACCOUNTS.id == _CHANNELS.account_id)
    stirs = select(_NUDGES.id).where(_own_nudges(), _OPEN | (_NUDGES.closed_at > since)).exists()
    mine = select(_CHANNELS.channel_id).join_from(table(AccountChannel), table(Account), of)
    living = mine.where(_CHANNELS.team_id == team_id, *_living(team_id, Scope()), stirs)
    return list(session.execute(living.order_by(_CHANNELS.channel_id)).scalars())


def _then(before: datetime, at: datetime) -> tuple[Any, Any]:
    open_then = and_(_NUDGES.opened_at <= at, _OPEN | (_NUDGES.closed_at > at))
    answered_by_then = and_(_NUDGES.touch_id.is_not(None), _NUDGES.closed_at > before, _NUDGES.closed_at <= at)
    return _accounts_where(open_then), _accounts_where(answered_by_then)


def _accounts_where(condition: ColumnElement[bool]) -> Any:
    return func.count(func.distinct(case((condition, _NUDGES.account_id))))


def _named(session: Session, team_id: str, scope: Scope, of_nudge: Sequence[ColumnElement[bool]], most: int) -> Named:
    loudness = func.max(case(_LOUDNESS, value=_NUDGES.level))
    mine = select(_ACCOUNTS.name, func.count().over()).join_from(table(Account), table(Nudge), _own_nudges())
    grouped = mine.where(*_living(team_id, scope), *of_nudge).group_by(
        _ACCOUNTS.team_id, _ACCOUNTS.id, _ACCOUNTS.name, _ACCOUNTS.name_key
    )
    return _first(session, grouped.order_by(loudness.desc(), _ACCOUNTS.name_key), most)


def _accounts(session: Session, conditions: Sequence[ColumnElement[bool]], most: int) -> Named:
    mine = select(_ACCOUNTS.name, func.count().over()).where(*conditions)
    return _first(session, mine.order_by(_ACCOUNTS.name_key), most)


def _first(session: Session, ordered: Select[Any], most: int) -> Named:
    rows = session.execute(ordered.limit(most)).all()
    return Named(int(rows[0][1]), tuple(row[0] for row in rows)) if rows else Named()


def _loudest(team_id: str) -> Subquery:
    """By account: the loudest level of its open nudges, and since when the first of them waits."""
    loudness = func.max(case(_LOUDNESS, value=_NUDGES.level)).label("loudness")
    mine = select(_NUDGES.account_id, loudness, func.min(_NUDGES.opened_at).label("since"))
    return mine.where(_NUDGES.team_id == team_id, _OPEN).group_by(_NUDGES.account_id).subquery()


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(row.id, row.name, row.tier, row.owner_id, row.last_contact_at, _LEVELS[row.loudness], row.next_on)


def _own_nudges() -> ColumnElement[bool]:
    return and_(_NUDGES.team_id == _ACCOUNTS.team_id, _NUDGES.account_id == _ACCOUNTS.id)


def _living(team_id: str, scope: Scope) -> list[ColumnElement[bool]]:
    return [*_scoped(team_id, scope), _ACCOUNTS.status != "lost"]


def _scoped(team_id: str, scope: Scope) -> list[ColumnElement[bool]]:
    mine = [_ACCOUNTS.team_id == team_id]
    if scope.account_id is not None:
        mine.append(_ACCOUNTS.id == scope.account_id)
    return mine if scope.owner_ids is None else [*mine, _ACCOUNTS.owner_id.in_(scope.owner_ids)]


def _within(moment: Any, span: Span) -> ColumnElement[bool]:
    return and_(moment > span.since, moment <= span.until)
