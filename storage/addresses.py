"""Whose e-mail addresses are whose, on the client's side."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from storage.tables import AccountDomain, Contact


def contacts(session: Session, team_id: str, addresses: Collection[str]) -> list[tuple[str, str, str]]:
    """(address, account id, contact id) of everybody who has one of the addresses (lower case), also who left."""
    mine = select(Contact.email, Contact.account_id, Contact.id).where(
        Contact.team_id == team_id, col(Contact.email).in_(addresses)
    )
    return [(address or "", account_id, id_) for address, account_id, id_ in session.exec(mine.order_by(Contact.id))]


def accounts_by_domain(session: Session, team_id: str, domains: Collection[str]) -> dict[str, str]:
    """Ids of the accounts that the domains (lower case) belong to, by domain."""
    mine = select(AccountDomain.domain, AccountDomain.account_id).where(
        AccountDomain.team_id == team_id, col(AccountDomain.domain).in_(domains)
    )
    return dict(session.exec(mine).all())
