"""Accounts: their rows, the lock on them, and finding them by name."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.core import among
from storage.tables import Account, AccountAlias, AccountChannel


def get(session: Session, team_id: str, account_id: str) -> Account | None:
    """The account with an id."""
    return session.get(Account, (team_id, account_id))


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Account]:
    """Those that exist among the given ids."""
    found = session.exec(select(Account).where(Account.team_id == team_id, among(col(Account.id), ids)))
    return {account.id: account for account in found}


def lock(session: Session, team_id: str, ids: Collection[str], *, skip_locked: bool = False) -> list[Account]:
    """The accounts, by id, kept from everybody else until the transaction ends.

    Always in the order of their ids, so that two who want the same ones never wait for each other. `skip_locked`
    leaves out those that somebody else holds. On SQLite a writing transaction holds everything already.
    """
    mine = select(Account).where(Account.team_id == team_id, among(col(Account.id), ids)).order_by(Account.id)
    locked = mine.with_for_update(skip_locked=skip_locked)
    return list(session.exec(locked, execution_options={"populate_existing": True}))


def lock_all(session: Session, team_id: str) -> None:
    """Keep every account from everybody else until the transaction ends: before any single one of them is locked."""
    session.exec(select(Account.id).where(Account.team_id == team_id).order_by(Account.id).with_for_update()).all()


def by_key(session: Session, team_id: str, name_key: str) -> Account | None:
    """The account with this name or alias, both in the form of `storage.names.key`."""
    named = session.exec(select(Account).where(Account.team_id == team_id, Account.name_key == name_key)).first()
    if named:
        return named
    alias = session.get(AccountAlias, (team_id, name_key))
    return get(session, team_id, alias.account_id) if alias else None


def known_keys(session: Session, team_id: str, among: Collection[str]) -> set[str]:
    """Those of the keys that name an account of the workspace, by its name or an alias."""
    by_name = select_columns(col(Account.name_key)).where(col(Account.team_id) == team_id)
    by_alias = select_columns(col(AccountAlias.alias_key)).where(col(AccountAlias.team_id) == team_id)
    either = union_all(
        by_name.where(col(Account.name_key).in_(among)), by_alias.where(col(AccountAlias.alias_key).in_(among))
    )
    return {row[0] for row in session.execute(either)}


def by_channel(session: Session, team_id: str, channel_id: str) -> Account | None:
    """The account that a Slack channel is linked to."""
    link = session.get(AccountChannel, (team_id, channel_id))
    return get(session, team_id, link.account_id) if link else None


def named(session: Session, team_id: str) -> list[tuple[str, str, str]]:
    """(account id, key, name of the account) of every name and alias of the workspace: what typos are looked up in."""
    name = (col(Account.id), col(Account.name_key), col(Account.name))
    by_name = select_columns(*name).where(col(Account.team_id) == team_id)
    alias = (col(Account.id), col(AccountAlias.alias_key), col(Account.name))
    by_alias = select_columns(*alias).join(AccountAlias, _is_alias_of()).where(col(Account.team_id) == team_id)
    return [(row[0], row[1], row[2]) for row in session.execute(union_all(by_name, by_alias))]


def listed(
    session: Session,
    team_id: str,
    *,
    owner_id: str | None = None,
    statuses: Collection[str] = (),
    after_key: str = "",
    limit: int | None = None,
) -> list[Account]:
    """Accounts by name: of one owner or of all, of some statuses or of any, those after a name's key."""
    mine = select(Account).where(Account.team_id == team_id, Account.name_key > after_key)
    if owner_id is not None:
        mine = mine.where(Account.owner_id == owner_id)
    if statuses:
        mine = mine.where(col(Account.status).in_(statuses))
    return list(session.exec(mine.order_by(Account.name_key).limit(limit)))


def ids(session: Session, team_id: str) -> list[str]:
    """The ids of every account of the workspace, ascending."""
    return list(session.exec(select(Account.id).where(Account.team_id == team_id).order_by(Account.id)))


def count(session: Session, team_id: str) -> int:
    """How many accounts the workspace has."""
    return session.exec(select(func.count()).select_from(Account).where(Account.team_id == team_id)).one()


def _is_alias_of() -> ColumnElement[bool]:
    return and_(col(AccountAlias.team_id) == col(Account.team_id), col(AccountAlias.account_id) == col(Account.id))


def names(session: Session, team_id: str, ids: Collection[str]) -> dict[str, str]:
    """The names of the accounts among the given ids."""
    rows = session.exec(select(Account.id, Account.name).where(Account.team_id == team_id, among(col(Account.id), ids)))
    return dict(rows.all())
