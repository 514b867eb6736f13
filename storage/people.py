"""People: ours, as Slack last told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col, select

from storage.core import among
from storage.tables import Account, Person
from storage.upsert import insert_or_update

TOLD_BY_SLACK = (
    "name", "email", "title", "tz", "is_bot", "is_guest", "is_stranger", "is_admin", "deactivated_at", "seen_at",
)  # fmt: skip


def get(session: Session, team_id: str, person_id: str) -> Person | None:
    """The person with a Slack user id."""
    return session.get(Person, (team_id, person_id))


def lock(session: Session, team_id: str, person_id: str) -> Person | None:
    """The person, kept from everybody else until the transaction ends."""
    mine = select(Person).where(Person.team_id == team_id, Person.id == person_id).with_for_update()
    return session.exec(mine, execution_options={"populate_existing": True}).first()


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Person]:
    """Those who are known among the given ids."""
    found = session.exec(select(Person).where(Person.team_id == team_id, among(col(Person.id), ids)))
    return {person.id: person for person in found}


def all_of(session: Session, team_id: str) -> list[Person]:
    """Everybody, by name."""
    return list(session.exec(select(Person).where(Person.team_id == team_id).order_by(Person.name, Person.id)))


def of_ours(session: Session, team_id: str) -> list[Person]:
    """Everybody of ours who is here, by name: no bots, nobody of another company, nobody who left or was erased."""
    return [
        one
        for one in all_of(session, team_id)
        if not (one.is_bot or one.is_stranger or one.deactivated_at or one.erased_at)
    ]


def by_email(session: Session, team_id: str, email: str) -> Person | None:
    """Whose e-mail this is; who is still with us goes before who left."""
    mine = select(Person).where(Person.team_id == team_id, Person.email == email.lower())
    return session.exec(mine.order_by(col(Person.deactivated_at).is_not(None), Person.id)).first()


def admins(session: Session, team_id: str) -> list[Person]:
    """Who is an admin, by Slack's word or by hand, and still with us, by name."""
    ours = and_(*(col(flag).is_(False) for flag in (Person.is_bot, Person.is_guest, Person.is_stranger)))
    is_admin = or_(col(Person.is_admin).is_(True), col(Person.role) == "admin")
    mine = select(Person).where(Person.team_id == team_id, col(Person.deactivated_at).is_(None), ours, is_admin)
    return list(session.exec(mine.order_by(Person.name, Person.id)))


def led_by(session: Session, team_id: str, lead_id: str) -> list[Person]:
    """Whose lead somebody is, by name."""
    mine = select(Person).where(Person.team_id == team_id, Person.lead_id == lead_id)
    return list(session.exec(mine.order_by(Person.name)))


def leads(session: Session, team_id: str, person_id: str) -> bool:
    """Whether somebody is the lead of anybody who is still with us."""
    mine = select(Person.id).where(Person.team_id == team_id, Person.lead_id == person_id)
    return session.exec(mine.where(col(Person.deactivated_at).is_(None)).limit(1)).first() is not None


def leading(session: Session, team_id: str) -> list[str]:
    """The ids of those who lead anybody who is still with us."""
    led = select(Person.lead_id).where(Person.team_id == team_id, col(Person.deactivated_at).is_(None))
    return sorted(lead_id for lead_id in session.exec(led.distinct()) if lead_id)


def left_behind(session: Session, team_id: str) -> dict[str, list[str]]:
    """The names of accounts, lost ones aside, by the owner who is deactivated in Slack or was erased."""
    is_owner = and_(col(Person.team_id) == col(Account.team_id), col(Person.id) == col(Account.owner_id))
    mine = select(Person.id, Account.name).join(Account, is_owner).where(Person.team_id == team_id)
    gone = or_(col(Person.deactivated_at).is_not(None), col(Person.erased_at).is_not(None))
    left = mine.where(gone, Account.status != "lost")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for owner_id, name in session.exec(left.order_by(Account.name_key)):
        found[owner_id].append(name)
    return found


def told(
    session: Session,
    team_id: str,
    person_id: str,
    *,
    name: str,
    email: str | None,
    tz: str,
    is_bot: bool,
    is_guest: bool,
    is_stranger: bool,
    is_admin: bool,
    deactivated_at: datetime | None,
    seen_at: datetime,
    title: str = "",
) -> None:
    """Write down what Slack says of a person, and leave alone what Tend knows beside it."""
    row: dict[str, Any] = {
        "team_id": team_id,
        "id": person_id,
        "is_admin": is_admin,
        "name": name,
        "email": email.lower() if email else None,
        "title": title,
        "tz": tz,
        "is_bot": is_bot,
        "is_guest": is_guest,
        "is_stranger": is_stranger,
        "deactivated_at": deactivated_at,
        "seen_at": seen_at,
    }
    insert_or_update(session, Person, row, ("team_id", "id"), TOLD_BY_SLACK)


def set_dm_channel(session: Session, team_id: str, person_id: str, channel_id: str) -> None:
    """Keep where a person's direct messages go."""
    mine = (col(Person.team_id) == team_id, col(Person.id) == person_id)
    session.exec(update(Person).where(*mine).values(dm_channel_id=channel_id))
