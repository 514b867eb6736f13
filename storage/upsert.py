"""`INSERT … ON CONFLICT`, which both databases speak and SQLAlchemy spells twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from storage.core import table as core_table


def insert_or_skip(session: Session, table: type[SQLModel], row: dict[str, Any]) -> bool:
    """Insert a row; False when one with the same key stands already."""
    return session.execute(_told_or_skipped(_dialect(session), table), row).first() is not None


def insert_each_or_skip(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the same columns; those whose key stands already are left out."""
    if rows:
        session.execute(_skipped(_dialect(session), table), list(rows))


def insert_or_update(
    session: Session, table: type[SQLModel], row: dict[str, Any], key: tuple[str, ...], change: tuple[str, ...]
) -> None:
    """Insert a row, or give the columns `change` of the one with the same `key` their new values."""
    session.execute(_updated(_dialect(session), table, key, change), row)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


@cache
def _skipped(dialect: str, table: type[SQLModel]) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _told_or_skipped(dialect: str, table: type[SQLModel]) -> Any:
    return _skipped(dialect, table).returning(next(iter(core_table(table).primary_key)))


@cache
def _updated(dialect: str, table: type[SQLModel], key: tuple[str, ...], change: tuple[str, ...]) -> Any:
    statement = _insert(dialect, table)
    news = {name: statement.excluded[name] for name in change}
    return statement.on_conflict_do_update(index_elements=list(key), set_=news)


def _insert(dialect: str, table: type[SQLModel]) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(core_table(table))
