"""Tables for SQLAlchemy Core: where rows need not become objects, statements cost a fraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, BindParameter, ColumnElement, String, Table, any_, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, SQLModel


def table(of: type[SQLModel]) -> Table:
    """The table that a model's rows are kept in."""
    found: Table = of.__table__  # type: ignore[attr-defined]
    return found


class Among(FunctionElement[bool]):
    """Whether a text is one of those that a statement is given, in an expanding parameter.

    On PostgreSQL they are one parameter, however many they are: the statement stays the same, and what was found out
    about it holds for the next time.
    """

    inherit_cache = True

    def __init__(self, text: ColumnElement[str], given: BindParameter[Any]) -> None:
        super().__init__(text, given)


@compiles(Among)
def _each_by_itself(asked: Among, compiler: SQLCompiler, **how: Any) -> str:
    text, given = asked.clauses
    return compiler.process(text.in_(given), **how)


@compiles(Among, "postgresql")
def _as_one(asked: Among, compiler: SQLCompiler, **how: Any) -> str:
    text, given = asked.clauses
    return compiler.process(text == any_(bindparam(given.key, type_=ARRAY(String))), **how)


class _AmongThese(FunctionElement[bool]):
    """As `Among`, of texts that the statement holds itself: each by itself, and as one."""

    inherit_cache = True


@compiles(_AmongThese)
def _these_by_themselves(asked: _AmongThese, compiler: SQLCompiler, **how: Any) -> str:
    text, each, _ = asked.clauses
    return compiler.process(text.in_(each), **how)


@compiles(_AmongThese, "postgresql")
def _these_as_one(asked: _AmongThese, compiler: SQLCompiler, **how: Any) -> str:
    text, _, whole = asked.clauses
    return compiler.process(text == any_(whole), **how)


def among(text: Any, these: Iterable[str]) -> ColumnElement[bool]:
    """Whether a text is one of these, however many: PostgreSQL takes 65,535 parameters, and is given one."""
    given = list(these)
    each = bindparam(None, given, String, expanding=True, unique=True)
    return _AmongThese(text, each, bindparam(None, given, ARRAY(String), unique=True))


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
