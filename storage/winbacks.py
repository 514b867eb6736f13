"""Win-backs: what is to become of clients who left."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from storage.tables import Account, Winback


def get(session: Session, team_id: str, winback_id: str) -> Winback | None:
    """The win-back with an id."""
    return session.get(Winback, (team_id, winback_id))


def of_loss(session: Session, team_id: str, loss_id: str) -> Winback | None:
    """The win-back of a loss."""
    return session.exec(select(Winback).where(Winback.team_id == team_id, Winback.loss_id == loss_id)).first()


def last_of(session: Session, team_id: str, account_id: str) -> Winback | None:
    """The newest win-back of an account."""
    mine = select(Winback).where(Winback.team_id == team_id, Winback.account_id == account_id)
    return session.exec(mine.order_by(col(Winback.opened_at).desc(), col(Winback.id).desc()).limit(1)).first()


def lately(session: Session, team_id: str, limit: int) -> list[tuple[Winback, str]]:
    """Up to `limit` win-backs that are open, with their accounts' names: the next day first, those undecided on top."""
    named = select(Winback, Account.name).join(
        Account, (col(Account.team_id) == col(Winback.team_id)) & (col(Account.id) == col(Winback.account_id))
    )
    mine = named.where(Winback.team_id == team_id, Winback.state == "open")
    order = (col(Winback.wanted).is_not(None), col(Winback.next_on), col(Winback.decide_by), col(Winback.id))
    return [(one, name) for one, name in session.exec(mine.order_by(*order).limit(limit))]


def open_row(
    team_id: str, account_id: str, loss_id: str, decide_by: date, keeper_id: str | None, now: datetime
) -> Winback:
    """A win-back about which nothing is decided; not yet kept."""
    return Winback(
        team_id=team_id, account_id=account_id, loss_id=loss_id, decide_by=decide_by, keeper_id=keeper_id, opened_at=now
    )


def end(winback: Winback, state: str, at: datetime) -> None:
    """Note that they are back, or that we let them go."""
    winback.state, winback.ended_at = state, at
