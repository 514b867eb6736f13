"""Tables for SQLAlchemy Core: where rows need not become objects, statements cost a fraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session, SQLModel


def table(of: type[SQLModel]) -> Table:
    """The table that a model's rows are kept in."""
    found: Table = of.__table__  # type: ignore[attr-defined]
    return found


def by_account(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Rows with an `account_id`, by it; nothing for an account without any."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found


def locked(session: Session, statement: Any, *, skip_locked: bool = False) -> list[Any]:
    """The objects that a statement finds as they stand now, locked; `skip_locked`: without those that others hold."""
    found = statement.with_for_update(skip_locked=skip_locked)
    return list(session.exec(found, execution_options={"populate_existing": True}))
