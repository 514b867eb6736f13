"""Contacts: people at clients."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, func, or_, tuple_
from sqlmodel import Session, col, select

from storage.tables import Contact, Touch, TouchContact


def get(session: Session, team_id: str, contact_id: str) -> Contact | None:
    """The contact with an id."""
    return session.get(Contact, (team_id, contact_id))


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Contact]:
    """Those that exist among the given ids."""
    found = session.exec(select(Contact).where(Contact.team_id == team_id, col(Contact.id).in_(ids)))
    return {contact.id: contact for contact in found}


def of_account(session: Session, team_id: str, account_id: str) -> list[Contact]:
    """Everybody known at a client, also who left, by name."""
    return of_accounts(session, team_id, [account_id])


def of_accounts(session: Session, team_id: str, account_ids: Collection[str]) -> list[Contact]:
    """Everybody known at some clients, also who left, by account and name."""
    mine = select(Contact).where(Contact.team_id == team_id, col(Contact.account_id).in_(account_ids))
    return list(session.exec(mine.order_by(Contact.account_id, Contact.name_key)))


def by_key(session: Session, team_id: str, account_id: str, name_key: str) -> Contact | None:
    """Who has this name at a client, in the form of `storage.names.key`."""
    mine = select(Contact).where(
        Contact.team_id == team_id, Contact.account_id == account_id, Contact.name_key == name_key
    )
    return session.exec(mine).first()


def known_as(session: Session, team_id: str, account_id: str, slack_user_id: str, email: str | None) -> Contact | None:
    """The contact of a client that a Slack user is: by that user's id, else by their e-mail (lower case)."""
    by_id = col(Contact.slack_user_id) == slack_user_id
    same = or_(by_id, col(Contact.email) == email) if email else by_id
    mine = select(Contact).where(Contact.team_id == team_id, Contact.account_id == account_id, same)
    surest = (case((by_id, 0), else_=1), col(Contact.left_at).is_not(None), col(Contact.id))
    return session.exec(mine.order_by(*surest).limit(1)).first()


def met_at(
    session: Session, team_id: str, contact_ids: Collection[str], meets: Collection[tuple[str, str]]
) -> dict[str, datetime]:
    """When each contact was last met, from the touches on record; `meets`: the (kind, direction) that count as met."""
    part = (col(TouchContact.team_id) == col(Touch.team_id)) & (col(TouchContact.touch_id) == col(Touch.id))
    mine = (
        select(TouchContact.contact_id, func.max(Touch.occurred_at))
        .join(Touch, part)
        .where(
            TouchContact.team_id == team_id,
            col(TouchContact.contact_id).in_(contact_ids),
            col(Touch.undone_at).is_(None),
            tuple_(col(Touch.kind), col(Touch.direction)).in_(meets),
        )
        .group_by(TouchContact.contact_id)
    )
    return dict(session.exec(mine).all())
