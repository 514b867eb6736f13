"""The portfolio in numbers: counted by the database, of the accounts of some owners or of all (`owner_ids` is None)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlmodel import Session

from storage.core import Among, table
from storage.lists import ABOUT_CLIENTS
from storage.tables import Account, Clock, Contact, Nudge, Person, Touch, TouchContact, TouchPerson

Owners = Collection[str] | None
Pairs = Collection[tuple[str, str]]

_ACCOUNTS, _CLOCKS, _CONTACTS, _NUDGES = table(Account).c, table(Clock).c, table(Contact).c, table(Nudge).c
_PEOPLE, _TOUCHES = table(Person).c, table(Touch).c
_TOUCH_PEOPLE, _TOUCH_CONTACTS = table(TouchPerson).c, table(TouchContact).c
_LOUDNESS = {"early": 1, "due": 2, "critical": 3}
_LEVELS = {loudness: level for level, loudness in _LOUDNESS.items()}


@dataclass(frozen=True, slots=True)
class Load:
    """What an owner has to look after. `untouched`: nudges that went to the lead because nobody acted on them."""

    owner_id: str | None  # None: accounts that are nobody's
    accounts: int
    waiting: int
    untouched: int


@dataclass(frozen=True, slots=True)
class SoleLine:
    """Somebody through whom alone we know anybody senior at some accounts: how many, and the first of their names."""

    person_id: str
    accounts: int
    names: tuple[str, ...]


def touches_between(
    session: Session,
    team_id: str,
    account_ids: Collection[str],
    bounds: Sequence[datetime],
    quiet_kinds: Collection[str],
) -> dict[str, list[int]]:
    """By account: how many touches fell between each two moments of an ascending row (aware); none where none did.

    `quiet_kinds` are no touches of the client: internal notes.
    """
    given: dict[str, Any] = {f"bound_{place}": bound for place, bound in enumerate(bounds)}
    given |= {"team_id": team_id, "ids": list(account_ids), "quiet_kinds": list(quiet_kinds)}
    found = session.execute(_between(len(bounds)), given)
    return {row[0]: [int(count) for count in row[1:]] for row in found}


@cache
def _between(bounds: int) -> Select[Any]:
    """Made once: to put it together takes longer than to run it."""
    at = _TOUCHES.occurred_at
    bound: list[BindParameter[Any]] = [bindparam(f"bound_{place}") for place in range(bounds)]
    sums = [func.sum(case((and_(at >= first, at < last), 1), else_=0)) for first, last in pairwise(bound)]
    mine = select(_TOUCHES.account_id, *sums).where(
        _TOUCHES.team_id == bindparam("team_id"),
        Among(_TOUCHES.account_id, bindparam("ids", expanding=True)),
        and_(at >= bound[0], at < bound[-1]),
        _TOUCHES.undone_at.is_(None),
        _TOUCHES.kind.not_in(bindparam("quiet_kinds", expanding=True)),
    )
    return mine.group_by(_TOUCHES.account_id)


def by_level(session: Session, team_id: str, owner_ids: Owners) -> dict[tuple[str, str | None], int]:
    """How many living accounts there are of each (tier, loudest level); no level where they are calm."""
    loudness = func.max(case(_LOUDNESS, value=_CLOCKS.level)).label("loudness")
    loud = or_(_CLOCKS.level.is_not(None), _CLOCKS.snoozed_until.is_not(None))
    reached = select(_CLOCKS.account_id, loudness).where(_CLOCKS.team_id == team_id, loud, ABOUT_CLIENTS)
    loudest = reached.group_by(_CLOCKS.account_id).subquery()
    mine = select(_ACCOUNTS.tier, loudest.c.loudness, func.count())
    mine = mine.outerjoin_from(table(Account), loudest, loudest.c.account_id == _ACCOUNTS.id)
    counted = mine.where(*_living(team_id, owner_ids)).group_by(_ACCOUNTS.tier, loudest.c.loudness)
    return {(tier, _LEVELS.get(loud)): int(count) for tier, loud, count in session.execute(counted)}


def by_age_and_silence(
    session: Session,
    team_id: str,
    owner_ids: Owners,
    since: Sequence[tuple[date, datetime]],
    spoken: Sequence[datetime],
) -> dict[tuple[int, int | None], int]:
    """How many living accounts there are of each (age, silence), both counted from 0, the shortest.

    `since`: the days, each with its first moment, before which a client of the next age began; `spoken`: the moments
    before which the last contact of the next silence lies; both latest first. Nothing logged yet: no silence.
    """
    began, last = _ACCOUNTS.client_since, _ACCOUNTS.last_contact_at
    after = [
        (or_(began >= day, and_(began.is_(None), _ACCOUNTS.created_at >= at)), place)
        for place, (day, at) in enumerate(since)
    ]
    age = case(*after, else_=len(since)).label("age")
    silent = [(last >= moment, place) for place, moment in enumerate(spoken)]
    silence = case((last.is_(None), None), *silent, else_=len(spoken)).label("silence")
    mine = select(age, silence, func.count()).where(*_living(team_id, owner_ids))
    return {(row[0], row[1]): int(row[2]) for row in session.execute(mine.group_by(age, silence))}


def loads(session: Session, team_id: str, owner_ids: Owners) -> list[Load]:
    """What each owner of an account has to look after, by id; accounts that are nobody's last."""
    owner = _ACCOUNTS.owner_id
    accounts = select(owner, func.count()).where(*_living(team_id, owner_ids)).group_by(owner)
    untouched = func.sum(case((_NUDGES.escalated_at.is_not(None), 1), else_=0))
    hearer = func.coalesce(_NUDGES.hearer_id, owner)
    of_nudge = and_(_ACCOUNTS.team_id == _NUDGES.team_id, _ACCOUNTS.id == _NUDGES.account_id)
    opened = select(hearer, func.count(), untouched).join_from(table(Nudge), table(Account), of_nudge)
    opened = opened.where(_NUDGES.team_id == team_id, _NUDGES.closed_at.is_(None), _NUDGES.taken_by.is_(None))
    waiting = {row[0]: row[1:] for row in session.execute(opened.where(*_living(team_id, owner_ids)).group_by(hearer))}
    found = sorted(session.execute(accounts), key=lambda row: (row[0] is None, row[0] or ""))
    return [Load(row[0], int(row[1]), *map(int, waiting.get(row[0], (0, 0)))) for row in found]


def sole_lines(
    session: Session, team_id: str, owner_ids: Owners, talks: Pairs, since: datetime, *, people: int, names: int
) -> tuple[list[SoleLine], int]:
    """Who alone of ours talked with anybody senior at an account since a moment: most accounts first; how many people.

    `talks` are the (kind, direction) in which people get to know each other; at most so many `people`, with so many
    `names` of accounts each. Whoever has left us talks with nobody.
    """
    sole = _sole(team_id, owner_ids, talks, since).subquery()
    place = func.row_number().over(partition_by=sole.c.person_id, order_by=_ACCOUNTS.name_key).label("place")
    of = and_(_ACCOUNTS.team_id == literal(team_id), _ACCOUNTS.id == sole.c.account_id)
    counted = select(sole.c.person_id, func.count().label("accounts")).group_by(sole.c.person_id).subquery()
    most = select(counted).order_by(counted.c.accounts.desc(), counted.c.person_id).limit(people)
    found = session.execute(most).all()
    named = select(sole.c.person_id, _ACCOUNTS.name, place).join_from(sole, table(Account), of)
    named = named.where(sole.c.person_id.in_([row.person_id for row in found]))
    first = named.subquery()
    by_person: defaultdict[str, list[str]] = defaultdict(list)
    shown = select(first).where(first.c.place <= names).order_by(first.c.person_id, first.c.place)
    for row in session.execute(shown):
        by_person[row.person_id].append(row.name)
    total = session.execute(select(func.count()).select_from(counted)).scalar_one()
    return [SoleLine(row.person_id, int(row.accounts), tuple(by_person[row.person_id])) for row in found], int(total)


def _sole(team_id: str, owner_ids: Owners, talks: Pairs, since: datetime) -> Select[Any]:
    """(account, person): the one of ours who talked with a senior contact who is there, where there is but one."""
    person = func.coalesce(_TOUCH_PEOPLE.person_id, _TOUCHES.logged_by)
    present = and_(_TOUCH_CONTACTS.team_id == _CONTACTS.team_id, _TOUCH_CONTACTS.contact_id == _CONTACTS.id)
    of_touch = and_(_TOUCHES.team_id == _TOUCH_CONTACTS.team_id, _TOUCHES.id == _TOUCH_CONTACTS.touch_id)
    took_part = and_(_TOUCH_PEOPLE.team_id == _TOUCHES.team_id, _TOUCH_PEOPLE.touch_id == _TOUCHES.id)
    of_account = and_(_ACCOUNTS.team_id == _CONTACTS.team_id, _ACCOUNTS.id == _CONTACTS.account_id)
    here = and_(_PEOPLE.team_id == literal(team_id), _PEOPLE.id == person)
    return (
        select(_CONTACTS.account_id, func.min(person).label("person_id"))
        .join_from(table(Contact), table(Account), of_account)
        .join(table(TouchContact), present)
        .join(table(Touch), of_touch)
        .outerjoin(table(TouchPerson), took_part)
        .join(table(Person), here)
        .where(
            _CONTACTS.team_id == team_id,
            _CONTACTS.level == "executive",
            _CONTACTS.left_at.is_(None),
            *_living(team_id, owner_ids),
            _TOUCHES.occurred_at >= since,
            _TOUCHES.undone_at.is_(None),
            tuple_(_TOUCHES.kind, _TOUCHES.direction).in_(list(talks)),
            _PEOPLE.deactivated_at.is_(None),
            _PEOPLE.is_bot.is_(False),
        )
        .group_by(_CONTACTS.account_id)
        .having(func.count(func.distinct(person)) == 1)
    )


def _living(team_id: str, owner_ids: Owners) -> list[ColumnElement[bool]]:
    mine = [_ACCOUNTS.team_id == team_id, _ACCOUNTS.status != "lost"]
    return mine if owner_ids is None else [*mine, _ACCOUNTS.owner_id.in_(owner_ids)]
