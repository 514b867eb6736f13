"""Breakdowns of ours, and their recovery."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import case, update
from sqlmodel import Session, col, select

from storage.tables import Breakdown


def get(session: Session, team_id: str, breakdown_id: str) -> Breakdown | None:
    """The breakdown with an id."""
    return session.get(Breakdown, (team_id, breakdown_id))


def many(session: Session, team_id: str, breakdown_ids: Collection[str]) -> dict[str, Breakdown]:
    """Those that exist among the given ids."""
    found = session.exec(select(Breakdown).where(Breakdown.team_id == team_id, col(Breakdown.id).in_(breakdown_ids)))
    return {breakdown.id: breakdown for breakdown in found}


def of_account(session: Session, team_id: str, account_id: str, limit: int) -> list[Breakdown]:
    """Up to `limit` breakdowns of an account: open ones first, then those to be verified, then the last verified."""
    mine = select(Breakdown).where(*_of(team_id, account_id))
    stage = case((col(Breakdown.state) == "open", 0), (col(Breakdown.state) == "recovered", 1), else_=2)
    ordered = mine.order_by(stage, col(Breakdown.reported_at).desc(), col(Breakdown.id)).limit(limit)
    return list(session.exec(ordered))


def hand_over(session: Session, team_id: str, account_id: str, before: str | None, after: str | None) -> None:
    """Have somebody else see to the breakdowns that one person saw to, and that are not verified yet."""
    waiting = (*_of(team_id, account_id), col(Breakdown.state) != "verified", col(Breakdown.owner_id) == before)
    session.execute(update(Breakdown).where(*waiting).values(owner_id=after))


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Breakdown.team_id) == team_id, col(Breakdown.account_id) == account_id
