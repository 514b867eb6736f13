"""What an account keeps of its touches, counted from the touches themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from storage.tables import Touch
from storage.touches import is_of

Pairs = Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Counting:
    """Which (kind, direction) of touches count as what."""

    contact: Pairs  # they spoke with us
    reach: Pairs  # we reached out
    attempt: Pairs  # we reached out and they did not answer
    thanks: Pairs  # it was about them alone
    quiet_kinds: Collection[str]  # kinds that are never the last touch: internal notes


@dataclass(frozen=True, slots=True)
class Times:
    """The cached times of one account. Instants are aware UTC."""

    last_contact_at: datetime | None = None
    last_reach_at: datetime | None = None
    last_touch_id: str | None = None
    last_thanks_id: str | None = None
    attempts_since_contact: int = 0


def of_accounts(session: Session, team_id: str, ids: Collection[str], counting: Counting) -> dict[str, Times]:
    """The times of accounts, from their history: four queries however many accounts there are."""
    ends = _ends(team_id, ids, counting)
    lasts = {row[0]: (row[1], row[2]) for row in session.execute(select_columns(ends))}
    touched = dict(_pairs(session, _newest(team_id, ids, col(Touch.kind).not_in(counting.quiet_kinds))))
    thanked = dict(_pairs(session, _newest(team_id, ids, is_of(counting.thanks))))
    attempts = dict(_pairs(session, _attempts(team_id, ids, counting, ends)))
    return {
        id_: Times(*lasts.get(id_, (None, None)), touched.get(id_), thanked.get(id_), attempts.get(id_, 0))
        for id_ in ids
    }


def attempts_after(session: Session, team_id: str, account_id: str, moment: datetime | None, counting: Counting) -> int:
    """How many attempts an account's history has after a moment; None: in all."""
    mine = select_columns(func.count()).where(*_live(team_id, [account_id]), is_of(counting.attempt))
    if moment is not None:
        mine = mine.where(col(Touch.occurred_at) > moment)
    return int(session.execute(mine).scalar_one())


def _live(team_id: str, ids: Collection[str]) -> tuple[Any, ...]:
    return col(Touch.team_id) == team_id, col(Touch.account_id).in_(ids), col(Touch.undone_at).is_(None)


def _ends(team_id: str, ids: Collection[str], counting: Counting) -> Subquery:
    def last(pairs: Pairs) -> Any:
        return func.max(case((is_of(pairs), col(Touch.occurred_at))))

    account = col(Touch.account_id)
    columns = (account, last(counting.contact).label("contact"), last(counting.reach).label("reach"))
    return select_columns(*columns).where(*_live(team_id, ids)).group_by(account).subquery()


def _newest(team_id: str, ids: Collection[str], of_these: Any) -> Any:
    newest = (col(Touch.occurred_at).desc(), col(Touch.id).desc())
    place = func.row_number().over(partition_by=col(Touch.account_id), order_by=newest).label("place")
    mine = select_columns(col(Touch.account_id), col(Touch.id), place).where(*_live(team_id, ids), of_these)
    ranked = mine.subquery()
    return select_columns(ranked.c.account_id, ranked.c.id).where(ranked.c.place == 1)


def _attempts(team_id: str, ids: Collection[str], counting: Counting, ends: Subquery) -> Any:
    account = col(Touch.account_id)
    since = or_(ends.c.contact.is_(None), col(Touch.occurred_at) > ends.c.contact)
    return (
        select_columns(account, func.count())
        .join(ends, and_(ends.c.account_id == account, since))
        .where(*_live(team_id, ids), is_of(counting.attempt))
        .group_by(account)
    )


def _pairs(session: Session, statement: Any) -> list[tuple[str, Any]]:
    return [(row[0], row[1]) for row in session.execute(statement)]
