"""Touches: what happened with clients. Those that were undone stay on record and count nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, or_, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from storage.core import table as core_table
from storage.tables import Contact, Touch, TouchContact, TouchPerson

#: A touch with the ids of our people and of the client's who took part.
Written = tuple[Touch, Collection[str], Collection[str]]


def add(session: Session, touches: Sequence[Written]) -> None:
    """Write touches down with who took part on both sides."""
    if not touches:
        return
    session.flush()
    session.exec(insert(core_table(Touch)), params=[touch.model_dump() for touch, _, _ in touches])
    _add_parts(session, TouchPerson, [(touch, "person_id", ids) for touch, ids, _ in touches])
    _add_parts(session, TouchContact, [(touch, "contact_id", ids) for touch, _, ids in touches])


def get(session: Session, team_id: str, touch_id: str) -> Touch | None:
    """The touch with an id, also when it was undone."""
    return session.get(Touch, (team_id, touch_id))


def lock(session: Session, team_id: str, touch_id: str) -> Touch | None:
    """The touch, kept from everybody else until the transaction ends. Taken before its account's lock."""
    mine = select(Touch).where(Touch.team_id == team_id, Touch.id == touch_id).with_for_update()
    return session.exec(mine, execution_options={"populate_existing": True}).first()


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Touch]:
    """Those that exist among the given ids, undone ones too."""
    found = session.exec(select(Touch).where(Touch.team_id == team_id, col(Touch.id).in_(ids)))
    return {touch.id: touch for touch in found}


def by_external_id(session: Session, team_id: str, source: str, external_id: str) -> Touch | None:
    """The touch that a source logged under its own id, also when it was undone."""
    mine = select(Touch).where(Touch.team_id == team_id, Touch.source == source, Touch.external_id == external_id)
    return session.exec(mine).first()


def of_link(session: Session, team_id: str, link: str) -> Touch | None:
    """The latest touch that was logged from the message with this address, and not undone."""
    mine = select(Touch).where(Touch.team_id == team_id, Touch.link == link, col(Touch.undone_at).is_(None))
    return session.exec(mine.order_by(col(Touch.logged_at).desc()).limit(1)).first()


def known_external_ids(session: Session, team_id: str, source: str, external_ids: Collection[str]) -> set[str]:
    """Those of a source's own ids that were logged before."""
    mine = select(Touch.external_id).where(
        Touch.team_id == team_id, Touch.source == source, col(Touch.external_id).in_(external_ids)
    )
    return {external_id for external_id in session.exec(mine) if external_id}


def of_account(
    session: Session, team_id: str, account_id: str, *, limit: int, before: datetime | None = None
) -> list[Touch]:
    """The latest touches of an account, newest first; `before` an aware moment, to page on."""
    mine = select(Touch).where(Touch.team_id == team_id, Touch.account_id == account_id, col(Touch.undone_at).is_(None))
    if before is not None:
        mine = mine.where(Touch.occurred_at < before)
    return list(session.exec(mine.order_by(col(Touch.occurred_at).desc(), col(Touch.id).desc()).limit(limit)))


def people_of(session: Session, team_id: str, touch_ids: Collection[str]) -> dict[str, list[str]]:
    """Ids of our people who took part, by touch."""
    return _parts(session, team_id, touch_ids, TouchPerson, "person_id")


def contacts_of(session: Session, team_id: str, touch_ids: Collection[str]) -> dict[str, list[str]]:
    """Ids of the client's people who took part, by touch."""
    return _parts(session, team_id, touch_ids, TouchContact, "contact_id")


def names_of_theirs(session: Session, team_id: str, touch_ids: Collection[str]) -> dict[str, list[str]]:
    """Names of the client's people who took part, by touch, in the order of `contacts_of`."""
    part, contact = core_table(TouchContact).c, core_table(Contact).c
    known = and_(contact.team_id == part.team_id, contact.id == part.contact_id)
    mine = select_columns(part.touch_id, contact.name).join_from(core_table(TouchContact), core_table(Contact), known)
    found: defaultdict[str, list[str]] = defaultdict(list)
    asked = mine.where(part.team_id == team_id, part.touch_id.in_(touch_ids))
    for touch_id, name in session.execute(asked.order_by(part.touch_id, part.contact_id)):
        found[touch_id].append(name)
    return found


def put_parts(session: Session, touch: Touch, people: Collection[str], contacts: Collection[str]) -> None:
    """Make these the people and contacts who took part."""
    for table in (TouchPerson, TouchContact):
        columns = core_table(table).c
        session.exec(delete(core_table(table)).where(columns.team_id == touch.team_id, columns.touch_id == touch.id))
    _add_parts(session, TouchPerson, [(touch, "person_id", people)])
    _add_parts(session, TouchContact, [(touch, "contact_id", contacts)])


def names_a_next(session: Session, team_id: str, account_id: str) -> bool:
    """Whether any touch of an account named a next date."""
    mine = select(Touch.id).where(*_live(team_id, account_id), col(Touch.next_on).is_not(None))
    return session.exec(mine.limit(1)).first() is not None


def telling(session: Session, team_id: str, account_id: str, pairs: Collection[tuple[str, str]]) -> list[Touch]:
    """An account's touches that named a next date or are of some (kind, direction), in the order they were logged."""
    tells = or_(col(Touch.next_on).is_not(None), is_of(pairs))
    mine = select(Touch).where(*_live(team_id, account_id), tells)
    return list(session.exec(mine.order_by(col(Touch.logged_at), col(Touch.id))))


def pages(session: Session, team_id: str, size: int = 500) -> Iterator[list[Touch]]:
    """Every touch that was not undone, in the order of ids, a page at a time."""
    last = ""
    while True:
        mine = select(Touch).where(Touch.team_id == team_id, Touch.id > last, col(Touch.undone_at).is_(None))
        page = list(session.exec(mine.order_by(Touch.id).limit(size)))
        if not page:
            return
        yield page
        last = page[-1].id
        session.expunge_all()


def is_of(pairs: Collection[tuple[str, str]]) -> Any:
    """The condition that a touch is of one of some (kind, direction)."""
    return tuple_(col(Touch.kind), col(Touch.direction)).in_(list(pairs))


def _live(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Touch.team_id) == team_id, col(Touch.account_id) == account_id, col(Touch.undone_at).is_(None)


def _add_parts(session: Session, table: type[SQLModel], parts: list[tuple[Touch, str, Collection[str]]]) -> None:
    rows = [
        {"team_id": touch.team_id, "touch_id": touch.id, column: id_}
        for touch, column, ids in parts
        for id_ in dict.fromkeys(ids)
    ]
    if rows:
        session.exec(insert(core_table(table)), params=rows)


def _parts(
    session: Session, team_id: str, touch_ids: Collection[str], table: type[SQLModel], column: str
) -> dict[str, list[str]]:
    columns = core_table(table).c
    mine = select_columns(columns.touch_id, columns[column]).where(
        and_(columns.team_id == team_id, columns.touch_id.in_(touch_ids))
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for touch_id, id_ in session.execute(mine.order_by(columns.touch_id, columns[column])):
        found[touch_id].append(id_)
    return found
