"""What is good to know of clients."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import Trait


def get(session: Session, team_id: str, trait_id: str) -> Trait | None:
    """The trait with an id."""
    return session.get(Trait, (team_id, trait_id))


def many(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Trait]:
    """Those that exist among the given ids."""
    found = session.exec(select(Trait).where(Trait.team_id == team_id, col(Trait.id).in_(ids)))
    return {trait.id: trait for trait in found}


def of_account(session: Session, team_id: str, account_id: str) -> list[Trait]:
    """All that is known of an account, in the order in which it was told."""
    mine = select(Trait).where(Trait.team_id == team_id, Trait.account_id == account_id)
    return list(session.exec(mine.order_by(col(Trait.told_at), col(Trait.id))))


def drop(session: Session, team_id: str, trait_id: str) -> bool:
    """Take a trait off the record; whether it stood there."""
    gone = session.execute(delete(Trait).where(col(Trait.team_id) == team_id, col(Trait.id) == trait_id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]
