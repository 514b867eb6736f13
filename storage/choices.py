"""What menus offer: accounts that somebody is likely to mean, contacts by what was typed, and who somebody is."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.accounts import names
from storage.tables import Account, Contact, Touch

_LOOKED_BACK = 50  # touches that somebody logged last


class Offered(NamedTuple):
    """A contact who is still there, and the account."""

    contact_id: str
    name: str
    title: str
    account: str


def likely(session: Session, team_id: str, person_id: str, limit: int) -> list[tuple[str, str]]:
    """(id, name) of the accounts that somebody logged last, then of those that they own, then of others by name."""
    named = select(Account.id, Account.name).where(Account.team_id == team_id)
    living = named.where(col(Account.status) != "lost")
    logged = _logged_last(session, team_id, person_id)
    by_id = dict(session.exec(named.where(col(Account.id).in_(logged))).all())
    found = {id_: by_id[id_] for id_ in logged if id_ in by_id}
    owned = session.exec(living.where(Account.owner_id == person_id))
    found |= {id_: name for id_, name in sorted(owned, key=lambda row: row[1].casefold()) if id_ not in found}
    if len(found) < limit:
        others = session.exec(living.order_by(col(Account.name_key)).limit(limit))
        found |= {id_: name for id_, name in others if id_ not in found}
    return list(found.items())[:limit]


def contacts(
    session: Session,
    team_id: str,
    words: Collection[str],
    limit: int,
    *,
    account_ids: Collection[str] | None = None,
) -> list[Offered]:
    """Contacts in whose names each of these words is (as `storage.names.key` has them), by name.

    `account_ids`: only those of some accounts.
    """
    shown = select_columns(col(Contact.id), col(Contact.name), col(Contact.title), col(Contact.account_id))
    mine = shown.where(col(Contact.team_id) == team_id, col(Contact.left_at).is_(None))
    if account_ids is not None:
        mine = mine.where(col(Contact.account_id).in_(account_ids))
    named = mine.where(*(col(Contact.name_key).contains(word, autoescape=True) for word in words))
    found = session.execute(named.order_by(col(Contact.name_key), col(Contact.id)).limit(limit)).all()
    accounts = names(session, team_id, {row.account_id for row in found})
    return [Offered(row.id, row.name, row.title, accounts[row.account_id]) for row in found]


def whoever_is(
    session: Session, team_id: str, slack_user_ids: Collection[str], emails: Collection[str]
) -> list[Contact]:
    """The contacts who are one of these Slack users, or have one of these e-mails (lower case); who is there first."""
    mine = select(Contact).where(Contact.team_id == team_id)
    found = [
        *session.exec(mine.where(col(Contact.slack_user_id).in_(slack_user_ids))),
        *session.exec(mine.where(col(Contact.email).in_(emails))),
    ]
    by_id = {contact.id: contact for contact in found}
    return sorted(by_id.values(), key=lambda contact: contact.left_at is not None)


def _logged_last(session: Session, team_id: str, person_id: str) -> list[str]:
    mine = select(Touch.account_id).where(Touch.team_id == team_id, Touch.logged_by == person_id)
    lately = mine.where(col(Touch.undone_at).is_(None)).order_by(col(Touch.occurred_at).desc()).limit(_LOOKED_BACK)
    return list(dict.fromkeys(session.exec(lately)))
