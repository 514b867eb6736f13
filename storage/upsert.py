"""`INSERT … ON CONFLICT`, which both databases speak and SQLAlchemy spells twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from storage.core import table as core_table


def insert_or_skip(session: Session, table: type[SQLModel], row: dict[str, Any]) -> bool:
    """Insert a row; False when one with the same key stands already."""
    statement = _insert(session, table).values(row).on_conflict_do_nothing()
    mark = next(iter(core_table(table).primary_key))
    return session.exec(statement.returning(mark)).first() is not None


def insert_each_or_skip(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the same columns; those whose key stands already are left out."""
    if rows:
        session.execute(_insert(session, table).on_conflict_do_nothing(), list(rows))


def insert_or_update(
    session: Session, table: type[SQLModel], row: dict[str, Any], key: tuple[str, ...], change: tuple[str, ...]
) -> None:
    """Insert a row, or give the columns `change` of the one with the same `key` their new values."""
    statement = _insert(session, table).values(row)
    news = {name: statement.excluded[name] for name in change}
    session.exec(statement.on_conflict_do_update(index_elements=list(key), set_=news))


def _insert(session: Session, table: type[SQLModel]) -> Any:
    speaks = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return speaks.insert(core_table(table))
