"""Promises, in both directions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from storage.tables import Promise


class Tally(NamedTuple):
    """What became of an account's promises of ours: kept in time, kept late, and broken."""

    kept: int = 0
    late: int = 0
    broken: int = 0


def get(session: Session, team_id: str, promise_id: str) -> Promise | None:
    """The promise with an id."""
    return session.get(Promise, (team_id, promise_id))


def many(session: Session, team_id: str, promise_ids: Collection[str]) -> dict[str, Promise]:
    """Those that exist among the given ids."""
    found = session.exec(select(Promise).where(Promise.team_id == team_id, col(Promise.id).in_(promise_ids)))
    return {promise.id: promise for promise in found}


def of_account(session: Session, team_id: str, account_id: str, limit: int) -> list[Promise]:
    """Up to `limit` promises of an account: the open ones first, by the day they are due; then the last settled."""
    is_open = col(Promise.state) == "open"
    settled = case((is_open, 0), else_=1)
    due_first = case((is_open, col(Promise.due_on)), else_=date.max)
    mine = select(Promise).where(*_of(team_id, account_id))
    ordered = mine.order_by(settled, due_first, col(Promise.settled_at).desc(), col(Promise.id)).limit(limit)
    return list(session.exec(ordered))


def tally(session: Session, team_id: str, account_ids: Collection[str], since: date) -> dict[str, Tally]:
    """What became of the promises of ours that were settled since a day, by account; left out where there is none."""
    row = Promise
    is_late = col(row.settled_on) > col(row.due_on)
    outcome = case((col(row.state) == "broken", "broken"), (is_late, "late"), else_="kept")
    counted = select(row.account_id, outcome.label("outcome"), func.count().label("n")).where(
        row.team_id == team_id,
        col(row.account_id).in_(account_ids),
        row.side == "ours",
        col(row.state).in_(("kept", "broken")),
        col(row.settled_on) >= since,
    )
    found: dict[str, Tally] = {}
    for account_id, how, count in session.exec(counted.group_by(col(row.account_id), outcome)):
        found[account_id] = found.get(account_id, Tally())._replace(**{how: count})
    return found


def hand_over(session: Session, team_id: str, account_id: str, before: str | None, after: str | None) -> None:
    """Have somebody else see to the open promises that one person saw to."""
    waiting = (*_of(team_id, account_id), col(Promise.state) == "open", col(Promise.owner_id) == before)
    session.execute(update(Promise).where(*waiting).values(owner_id=after))


def _of(team_id: str, account_id: str) -> tuple[Any, ...]:
    return col(Promise.team_id) == team_id, col(Promise.account_id) == account_id
