"""What the rules are told of accounts and of the portfolio: one query for each kind of fact, however many accounts.

All read columns, not rows of the ORM: the sweep asks for many accounts at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlmodel import Session, SQLModel

from storage.core import table as _table
from storage.tables import Account, Closure, Contact, Meeting, Person, Touch, TouchContact, TouchPerson
from storage.touches import is_of

Pairs = Collection[tuple[str, str]]
Rows = Sequence[Row[Any]]


_ACCOUNTS, _PEOPLE, _TOUCHES = _table(Account).c, _table(Person).c, _table(Touch).c
_TOUCH_PEOPLE, _TOUCH_CONTACTS = _table(TouchPerson).c, _table(TouchContact).c
_MEETINGS = _table(Meeting).c

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def accounts(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """The columns of accounts, and `owner_tz`: their owners' time zones."""
    owner = and_(_PEOPLE.team_id == _ACCOUNTS.team_id, _PEOPLE.id == _ACCOUNTS.owner_id)
    mine = select(_table(Account), _PEOPLE.tz.label("owner_tz")).outerjoin(_table(Person), owner)
    return session.execute(mine.where(_ACCOUNTS.team_id == team_id, _ACCOUNTS.id.in_(ids))).all()


def contacts(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """Everybody known at the accounts, also who left, by account and name."""
    return session.execute(_of(Contact, team_id, ids).order_by("account_id", "name_key")).all()


def closures(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """The days on which the accounts are closed."""
    return session.execute(_of(Closure, team_id, ids)).all()


def meetings(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """Next meetings on record, by account and day, from the last that was kept on."""
    kept = _table(Meeting).alias("kept")
    same_account = and_(kept.c.team_id == _MEETINGS.team_id, kept.c.account_id == _MEETINGS.account_id)
    last_kept = select(func.max(kept.c.planned_on)).where(same_account, kept.c.kept_by.is_not(None)).scalar_subquery()
    since = _MEETINGS.planned_on >= func.coalesce(last_kept, _MEETINGS.planned_on)
    return session.execute(_of(Meeting, team_id, ids).where(since).order_by("account_id", "planned_on")).all()


def last_touches(session: Session, team_id: str, ids: Collection[str], contact: Pairs, reach: Pairs) -> Rows:
    """The touches that the accounts' cached times stand for, each with its `part`: last, contact or reach.

    `contact` and `reach` are the (kind, direction) that reset those clocks.
    """
    live = and_(_TOUCHES.team_id == _ACCOUNTS.team_id, _TOUCHES.undone_at.is_(None))
    own = and_(live, _TOUCHES.account_id == _ACCOUNTS.id)

    def part(name: str, *matches: Any) -> Select[Any]:
        joined = select(literal(name).label("part"), _table(Touch)).join(_table(Account), and_(*matches))
        return joined.where(_ACCOUNTS.team_id == team_id, _ACCOUNTS.id.in_(ids))

    parts = union_all(
        part("last", live, _TOUCHES.id == _ACCOUNTS.last_touch_id),
        part("contact", own, _TOUCHES.occurred_at == _ACCOUNTS.last_contact_at, is_of(contact)),
        part("reach", own, _TOUCHES.occurred_at == _ACCOUNTS.last_reach_at, is_of(reach)),
    )
    return session.execute(parts).all()


def encounters(session: Session, team_id: str, ids: Collection[str], contact: Pairs, newest: int) -> Rows:
    """The newest touches of each account that reset the contact clock, by account and oldest first.

    With `clients`: how many contacts took part. More than `newest` only of touches of one moment.
    """
    asked = {"team_id": team_id, "ids": ids, "contact": contact, "newer": newest - 1}
    return [row for row in session.execute(_ENCOUNTERS, asked) if row.id is not None]


def unhappy(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """Of the accounts where a touch had a temperature below 0: `account_id`, and `last_at`, when the last such was."""
    return session.execute(_UNHAPPY, {"team_id": team_id, "ids": ids}).all()


def knowers(session: Session, team_id: str, ids: Collection[str], talks: Pairs, since: datetime) -> Rows:
    """Who of ours took part in talks since a moment: `account_id`, `person_id`, `last_at`; nobody who left us.

    `talks` are the (kind, direction) in which people get to know each other.
    """
    talked = _attended(_TOUCHES.account_id.in_(ids), is_of(talks), _TOUCHES.occurred_at >= since, team_id=team_id)
    part = talked.subquery()
    mine = select(part.c.account_id, part.c.person_id, func.max(part.c.occurred_at).label("last_at"))
    still_here = mine.outerjoin(_table(Person), _gone(team_id, part.c.person_id)).where(_PEOPLE.id.is_(None))
    return session.execute(still_here.group_by(part.c.account_id, part.c.person_id)).all()


def ties(session: Session, team_id: str, ids: Collection[str], talks: Pairs, since: datetime) -> Rows:
    """Who of ours took part in talks with each contact since a moment: `contact_id`, `person_id`, `last_at`.

    Nobody who left us; no `contact_id` where no contact was named. The outer join keeps SQLite with the accounts' own
    touches: it would read every touch of the workspace that names a contact.
    """
    present = and_(_TOUCH_CONTACTS.team_id == _TOUCHES.team_id, _TOUCH_CONTACTS.touch_id == _TOUCHES.id)
    talked = _attended(_TOUCHES.account_id.in_(ids), is_of(talks), _TOUCHES.occurred_at >= since, team_id=team_id)
    part = talked.add_columns(_TOUCH_CONTACTS.contact_id).outerjoin(_table(TouchContact), present).subquery()
    mine = select(part.c.contact_id, part.c.person_id, func.max(part.c.occurred_at).label("last_at"))
    still_here = mine.outerjoin(_table(Person), _gone(team_id, part.c.person_id)).where(_PEOPLE.id.is_(None))
    return session.execute(still_here.group_by(part.c.contact_id, part.c.person_id)).all()


def values(session: Session, team_id: str) -> Rows:
    """Of the living accounts with a value: `currency`, `accounts` (how many) and `total`, in minor units."""
    total = func.sum(_ACCOUNTS.annual_value_minor).label("total")
    mine = select(_ACCOUNTS.currency, func.count().label("accounts"), total)
    valued = (_ACCOUNTS.annual_value_minor > 0, _ACCOUNTS.currency.is_not(None), _ACCOUNTS.status != "lost")
    return session.execute(mine.where(_ACCOUNTS.team_id == team_id, *valued).group_by(_ACCOUNTS.currency)).all()


def worth_more(session: Session, team_id: str, currency: str, than_minor: float) -> list[str]:
    """Ids of living accounts whose annual value exceeds an amount of one currency, in minor units."""
    dear = (_ACCOUNTS.currency == currency, _ACCOUNTS.annual_value_minor > than_minor, _ACCOUNTS.status != "lost")
    return list(session.execute(select(_ACCOUNTS.id).where(_ACCOUNTS.team_id == team_id, *dear)).scalars())


def attention(session: Session, team_id: str, quiet_kinds: Collection[str], since: datetime) -> Rows:
    """How many touches each of ours had with each account since a moment: `person_id`, `account_id`, `touches`.

    `quiet_kinds` are no touches of the client: internal notes.
    """
    loud = _TOUCHES.kind.not_in(quiet_kinds)
    part = _attended(loud, _TOUCHES.occurred_at >= since, team_id=team_id).subquery()
    mine = select(part.c.person_id, part.c.account_id, func.count().label("touches"))
    return session.execute(mine.group_by(part.c.person_id, part.c.account_id)).all()


def _of(model: type[SQLModel], team_id: str, account_ids: Collection[str]) -> Select[Any]:
    table = _table(model)
    return select(table).where(table.c.team_id == team_id, table.c.account_id.in_(account_ids))


def _attended(*matches: Any, team_id: str) -> Select[Any]:
    """Live touches once for each of ours who took part; for who logged it, where nobody was named."""
    part = and_(_TOUCH_PEOPLE.team_id == _TOUCHES.team_id, _TOUCH_PEOPLE.touch_id == _TOUCHES.id)
    person = func.coalesce(_TOUCH_PEOPLE.person_id, _TOUCHES.logged_by)
    columns = (person.label("person_id"), _TOUCHES.account_id, _TOUCHES.occurred_at)
    live = (_TOUCHES.team_id == team_id, _TOUCHES.undone_at.is_(None), person != "")
    return select(*columns).outerjoin_from(_table(Touch), _table(TouchPerson), part).where(*live, *matches)


def _gone(team_id: str, person_id: Any) -> Any:
    """The row of who took part and is no longer one of us."""
    barred = _PEOPLE.deactivated_at.is_not(None) | _PEOPLE.is_bot
    return and_(_PEOPLE.team_id == team_id, _PEOPLE.id == person_id, barred)


def _encounters() -> Select[Any]:
    """Made once: to put it together takes longer than to run it.

    Each account is read backwards as far as its `newer` + 1 newest. The outer join keeps SQLite with the accounts' own
    touches.
    """
    contact: BindParameter[Any] = bindparam("contact", expanding=True)
    like = _table(Touch).alias("like_it")
    own = and_(like.c.team_id == _ACCOUNTS.team_id, like.c.account_id == _ACCOUNTS.id)
    counts = and_(like.c.undone_at.is_(None), tuple_(like.c.kind, like.c.direction).in_(contact))
    newest_first = select(like.c.occurred_at).where(own, counts).order_by(like.c.occurred_at.desc())
    since = newest_first.limit(1).offset(bindparam("newer")).scalar_subquery()
    newest = and_(
        _TOUCHES.team_id == _ACCOUNTS.team_id,
        _TOUCHES.account_id == _ACCOUNTS.id,
        _TOUCHES.occurred_at >= func.coalesce(since, _LONG_AGO),
        _TOUCHES.undone_at.is_(None),
        tuple_(_TOUCHES.kind, _TOUCHES.direction).in_(contact),
    )
    present = and_(_TOUCH_CONTACTS.team_id == _TOUCHES.team_id, _TOUCH_CONTACTS.touch_id == _TOUCHES.id)
    clients = select(func.count()).where(present).scalar_subquery().label("clients")
    columns = (_TOUCHES.account_id, _TOUCHES.id, _TOUCHES.kind, _TOUCHES.direction, _TOUCHES.occurred_at)
    mine = select(*columns, _TOUCHES.temperature, clients).outerjoin_from(_table(Account), _table(Touch), newest)
    asked = (_ACCOUNTS.team_id == bindparam("team_id"), _ACCOUNTS.id.in_(bindparam("ids", expanding=True)))
    return mine.where(*asked).order_by(_ACCOUNTS.id, _TOUCHES.occurred_at, _TOUCHES.id)


def _unhappy() -> Select[Any]:
    """Made once. Its limit stands in the statement, as in that of the index."""
    cold = _TOUCHES.temperature < literal_column("0")
    asked = (_TOUCHES.team_id == bindparam("team_id"), _TOUCHES.account_id.in_(bindparam("ids", expanding=True)))
    mine = select(_TOUCHES.account_id, func.max(_TOUCHES.occurred_at).label("last_at"))
    return mine.where(*asked, cold, _TOUCHES.undone_at.is_(None)).group_by(_TOUCHES.account_id)


_ENCOUNTERS, _UNHAPPY = _encounters(), _unhappy()
