"""What is open on accounts, from its rows to what the rules see of it.

Adding a noun: a reader here, a line in `_READERS`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from bot.facts import RemarkFact
from storage import matters

#: The fields of `bot.facts.AccountFacts` that hold what is open, and what they hold.
Matters = dict[str, tuple[Any, ...]]


def open_on(session: Session, team_id: str, account_ids: Sequence[str]) -> dict[str, Matters]:
    """What is open on some accounts, by account and field; nothing for an account without any."""
    found: defaultdict[str, Matters] = defaultdict(dict)
    for noun, rows in matters.open_on(session, team_id, account_ids).items():
        for row in rows:
            of_account = found[row.account_id]
            of_account[noun] = (*of_account.get(noun, ()), _READERS[noun](row))
    return found


def _remark(row: Any) -> RemarkFact:
    return RemarkFact(
        id=row.id,
        text=row.text,
        said_by=row.said_by_name or "",
        reported_by=row.reporter or "",
        reported_at=row.reported_at,
        due_on=row.due_on,
        is_big=row.is_big,
    )


_READERS: dict[str, Callable[[Any], Any]] = {"remarks": _remark}
