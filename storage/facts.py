"""What the rules are told of accounts and of the portfolio: one query for each kind of fact, however many accounts.

All read columns, not rows of the ORM: the sweep asks for many accounts at once. Statements about accounts are made
once: to put one together takes several times as long as to run it for one account. Where an outer join brings touches
to accounts, it is to keep SQLite with the few that are asked for: it would rather read all touches of all the
accounts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlmodel import Session, SQLModel

from storage.core import Among
from storage.core import table as _table
from storage.tables import Account, Closure, Contact, Person, Remark, Touch, TouchContact, TouchPerson

Pairs = Collection[tuple[str, str]]
Rows = Sequence[Row[Any]]

_ACCOUNTS, _PEOPLE, _TOUCHES = _table(Account).c, _table(Person).c, _table(Touch).c
_TOUCH_PEOPLE, _TOUCH_CONTACTS = _table(TouchPerson).c, _table(TouchContact).c
_CONTACT = _table(Contact).c
_TEAM: BindParameter[Any] = bindparam("team_id")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def accounts(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """The columns of accounts, and of each `owner_tz`, `last_unhappy_at` and `last_remark_at`.

    The owner's time zone; when a touch had a temperature below 0 last, and something that they said was passed on.
    """
    return _ask(session, _TOLD_ACCOUNTS, team_id, ids)


def contacts(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """Everybody known at the accounts, also who left, by account and name."""
    return _ask(session, _CONTACTS, team_id, ids)


def closures(session: Session, team_id: str, ids: Collection[str]) -> Rows:
    """The days on which the accounts are closed."""
    return _ask(session, _CLOSURES, team_id, ids)


def last_touches(session: Session, team_id: str, ids: Collection[str], contact: Pairs, reach: Pairs) -> Rows:
    """The touches that the accounts' cached times stand for, each with its `part`: last, thanks, contact or reach.

    `contact` and `reach` are the (kind, direction) that reset those clocks.
    """
    rows = _ask(session, _LAST_TOUCHES, team_id, ids, contact=_words(contact), reach=_words(reach))
    return [row for row in rows if row.id is not None]


def encounters(session: Session, team_id: str, ids: Collection[str], contact: Pairs, newest: int) -> Rows:
    """The newest touches of each account that reset the contact clock, by account and oldest first.

    With `clients`: how many contacts took part. More than `newest` only of touches of one moment.
    """
    rows = _ask(session, _ENCOUNTERS, team_id, ids, contact=_words(contact), newer=newest - 1)
    return [row for row in rows if row.id is not None]


def knowers(session: Session, team_id: str, ids: Collection[str], talks: Pairs, since: datetime) -> Rows:
    """Who of ours took part in talks since a moment: `account_id`, `person_id`, `last_at`; nobody who left us.

    `talks` are the (kind, direction) in which people get to know each other.
    """
    return _ask(session, _KNOWERS, team_id, ids, talks=_words(talks), since=since)


def ties(session: Session, team_id: str, ids: Collection[str], talks: Pairs, since: datetime) -> Rows:
    """Who of ours took part in talks with each contact since a moment: `contact_id`, `person_id`, `last_at`.

    Nobody who left us; no `contact_id` where no contact was named.
    """
    return _ask(session, _TIES, team_id, ids, talks=_words(talks), since=since)


def told(session: Session, team_id: str, contact_ids: Collection[str], telling: Pairs) -> Rows:
    """Of the contacts who took part in touches of some (kind, direction): `contact_id`, `last_at`."""
    asked = {"team_id": team_id, "contact_ids": list(contact_ids), "telling": _words(telling)}
    return session.execute(_TOLD, asked).all()


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
    part = _attended(loud, _TOUCHES.occurred_at >= since).subquery()
    mine = select(part.c.person_id, part.c.account_id, func.count().label("touches"))
    return session.execute(mine.group_by(part.c.person_id, part.c.account_id), {"team_id": team_id}).all()


def _ask(
    session: Session, made: Select[Any] | CompoundSelect[Any], team_id: str, ids: Collection[str], **more: Any
) -> Rows:
    return session.execute(made, {"team_id": team_id, "ids": list(ids), **more}).all()


def _many(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _words(pairs: Pairs) -> list[str]:
    """`call two-way`: as `_like` compares them."""
    return [f"{kind} {direction}" for kind, direction in pairs]


def _like(touches: Any, pairs: str) -> Any:
    """The condition that a touch is live and of one of the (kind, direction) that are asked for by a name."""
    kind = touches.kind + literal_column("' '") + touches.direction
    return and_(touches.undone_at.is_(None), Among(kind, _many(pairs)))


def _of(model: type[SQLModel]) -> Select[Any]:
    table = _table(model)
    return select(table).where(table.c.team_id == _TEAM, Among(table.c.account_id, _many("ids")))


def _of_accounts(made: Select[Any]) -> Select[Any]:
    return made.where(_ACCOUNTS.team_id == _TEAM, Among(_ACCOUNTS.id, _many("ids")))


def _told_accounts() -> Select[Any]:
    """The limit of the temperature stands in the statement, as in that of the index.

    There is but one group each; without it SQLite would read all touches of an account, the newest first.
    """
    owner = and_(_PEOPLE.team_id == _ACCOUNTS.team_id, _PEOPLE.id == _ACCOUNTS.owner_id)
    remarks = _table(Remark).c
    cold = (_TOUCHES.temperature < literal_column("0"), _TOUCHES.undone_at.is_(None))

    def last(rows: Any, moment: Any, *matches: Any) -> Any:
        mine = (rows.team_id == _ACCOUNTS.team_id, rows.account_id == _ACCOUNTS.id)
        return select(func.max(moment)).where(*mine, *matches).group_by(rows.account_id).scalar_subquery()

    told = select(
        _table(Account),
        _PEOPLE.tz.label("owner_tz"),
        last(_TOUCHES, _TOUCHES.occurred_at, *cold).label("last_unhappy_at"),
        last(remarks, remarks.reported_at).label("last_remark_at"),
    )
    return _of_accounts(told.outerjoin(_table(Person), owner))


def _last_touches() -> CompoundSelect[Any]:
    own = and_(_TOUCHES.team_id == _ACCOUNTS.team_id, _TOUCHES.account_id == _ACCOUNTS.id)

    def part(name: str, *matches: Any) -> Select[Any]:
        joined = select(literal(name).label("part"), _table(Touch))
        return _of_accounts(joined.outerjoin_from(_table(Account), _table(Touch), and_(*matches)))

    def cached(id_: Any) -> Any:
        return and_(_TOUCHES.team_id == _ACCOUNTS.team_id, _TOUCHES.id == id_, _TOUCHES.undone_at.is_(None))

    return union_all(
        part("last", cached(_ACCOUNTS.last_touch_id)),
        part("thanks", cached(_ACCOUNTS.last_thanks_id)),
        part("contact", own, _TOUCHES.occurred_at == _ACCOUNTS.last_contact_at, _like(_TOUCHES, "contact")),
        part("reach", own, _TOUCHES.occurred_at == _ACCOUNTS.last_reach_at, _like(_TOUCHES, "reach")),
    )


def _encounters() -> Select[Any]:
    """Each account's touches are read backwards, as far as the one that `newer` are newer than.

    PostgreSQL would look for that one anew for each touch, did it not have to keep it.
    """
    earlier = _table(Touch).alias("earlier")
    same_account = and_(earlier.c.team_id == _ACCOUNTS.team_id, earlier.c.account_id == _ACCOUNTS.id)
    newest_first = select(earlier.c.occurred_at).where(same_account, _like(earlier.c, "contact"))
    ordered = newest_first.order_by(earlier.c.occurred_at.desc())
    since = func.coalesce(ordered.limit(1).offset(bindparam("newer")).scalar_subquery(), _LONG_AGO)
    asked = _of_accounts(select(_ACCOUNTS.team_id, _ACCOUNTS.id, since.label("since")))
    account = asked.cte("asked").prefix_with("MATERIALIZED", dialect="postgresql")
    own = and_(_TOUCHES.team_id == account.c.team_id, _TOUCHES.account_id == account.c.id)
    newest = and_(own, _TOUCHES.occurred_at >= account.c.since, _like(_TOUCHES, "contact"))
    present = and_(_TOUCH_CONTACTS.team_id == _TOUCHES.team_id, _TOUCH_CONTACTS.touch_id == _TOUCHES.id)
    clients = select(func.count()).where(present).scalar_subquery().label("clients")
    columns = (_TOUCHES.account_id, _TOUCHES.id, _TOUCHES.kind, _TOUCHES.direction, _TOUCHES.occurred_at)
    felt = (_TOUCHES.temperature, _TOUCHES.signs)
    mine = select(*columns, *felt, clients).outerjoin_from(account, _table(Touch), newest)
    return mine.order_by(account.c.id, _TOUCHES.occurred_at, _TOUCHES.id)


def _knowers() -> Select[Any]:
    part = _talked().subquery()
    mine = select(part.c.account_id, part.c.person_id, func.max(part.c.occurred_at).label("last_at"))
    return _still_here(mine, part.c.person_id).group_by(part.c.account_id, part.c.person_id)


def _ties() -> Select[Any]:
    present = and_(_TOUCH_CONTACTS.team_id == _TOUCHES.team_id, _TOUCH_CONTACTS.touch_id == _TOUCHES.id)
    part = _talked().add_columns(_TOUCH_CONTACTS.contact_id).outerjoin(_table(TouchContact), present).subquery()
    mine = select(part.c.contact_id, part.c.person_id, func.max(part.c.occurred_at).label("last_at"))
    return _still_here(mine, part.c.person_id).group_by(part.c.contact_id, part.c.person_id)


def _told() -> Select[Any]:
    own = and_(_TOUCH_CONTACTS.team_id == _CONTACT.team_id, _TOUCH_CONTACTS.contact_id == _CONTACT.id)
    touch = and_(_TOUCHES.team_id == _TOUCH_CONTACTS.team_id, _TOUCHES.id == _TOUCH_CONTACTS.touch_id)
    asked = (_CONTACT.team_id == _TEAM, Among(_CONTACT.id, _many("contact_ids")))
    mine = select(_CONTACT.id.label("contact_id"), func.max(_TOUCHES.occurred_at).label("last_at"))
    joined = mine.outerjoin_from(_table(Contact), _table(TouchContact), own)
    joined = joined.outerjoin(_table(Touch), and_(touch, _like(_TOUCHES, "telling")))
    return joined.where(*asked).group_by(_CONTACT.id)


def _talked() -> Select[Any]:
    mine = Among(_TOUCHES.account_id, _many("ids"))
    return _attended(mine, _like(_TOUCHES, "talks"), _TOUCHES.occurred_at >= bindparam("since"))


def _attended(*matches: Any) -> Select[Any]:
    """Live touches once for each of ours who took part; for who logged it, where nobody was named."""
    part = and_(_TOUCH_PEOPLE.team_id == _TOUCHES.team_id, _TOUCH_PEOPLE.touch_id == _TOUCHES.id)
    person = func.coalesce(_TOUCH_PEOPLE.person_id, _TOUCHES.logged_by)
    columns = (person.label("person_id"), _TOUCHES.account_id, _TOUCHES.occurred_at)
    live = (_TOUCHES.team_id == _TEAM, _TOUCHES.undone_at.is_(None), person != "")
    return select(*columns).outerjoin_from(_table(Touch), _table(TouchPerson), part).where(*live, *matches)


def _still_here(mine: Select[Any], person_id: Any) -> Select[Any]:
    """Without those who took part and are no longer of us: looked up once for each of them, not for each touch."""
    barred = _PEOPLE.deactivated_at.is_not(None) | _PEOPLE.is_bot
    gone = select(_PEOPLE.id).where(_PEOPLE.team_id == _TEAM, _PEOPLE.id == person_id, barred)
    return mine.having(~exists(gone))


_TOLD_ACCOUNTS = _told_accounts()
_CONTACTS, _CLOSURES = _of(Contact).order_by("account_id", "name_key"), _of(Closure)
_LAST_TOUCHES, _ENCOUNTERS = _last_touches(), _encounters()
_KNOWERS, _TIES, _TOLD = _knowers(), _ties(), _told()
