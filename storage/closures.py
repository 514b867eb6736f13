"""Days on which clients are closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col

from storage.tables import Closure

Span = tuple[date, date]


def put(session: Session, team_id: str, account_id: str, spans: Collection[Span]) -> None:
    """Make these the closures of an account: first and last day of each."""
    mine = (col(Closure.team_id) == team_id, col(Closure.account_id) == account_id)
    session.execute(delete(Closure).where(*mine))
    for first, last in spans:
        session.add(Closure(team_id=team_id, account_id=account_id, first_on=first, last_on=last))
    session.flush()
