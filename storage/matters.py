"""What is open on accounts: one query tells which nouns there is any of, and one more reads each of those.

Most accounts have nothing open, and what every touch asks for must cost next to nothing then.
Adding a noun: a statement here, a line in `_STATEMENTS`, and one in `bot.matters`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, exists, literal_column, select, union_all
from sqlmodel import Session

from storage.core import table as _table
from storage.tables import Contact, Person, Remark

_TEAM: BindParameter[Any] = bindparam("team_id")
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PEOPLE = _table(Person).c


def open_on(session: Session, team_id: str, ids: Collection[str]) -> dict[str, Sequence[Row[Any]]]:
    """By noun, what is open on some accounts, in the order in which it is told. Nouns without any are left out."""
    asked = {"team_id": team_id, "ids": ids}
    present = session.execute(_PRESENT, asked).scalars().all()
    return {noun: session.execute(_STATEMENTS[noun], asked).all() for noun in present}


def _remarks() -> Select[Any]:
    """By account and when they were passed on, with `said_by_name` and `reporter`."""
    remark, contact = _table(Remark).c, _table(Contact).c
    said = and_(contact.team_id == remark.team_id, contact.id == remark.said_by)
    reported = and_(_PEOPLE.team_id == remark.team_id, _PEOPLE.id == remark.reported_by)
    named = select(_table(Remark), contact.name.label("said_by_name"), _PEOPLE.name.label("reporter"))
    joined = named.outerjoin(_table(Contact), said).outerjoin(_table(Person), reported)
    return joined.where(*_open(remark)).order_by(remark.account_id, remark.reported_at, remark.id)


def _open(row: Any) -> tuple[Any, ...]:
    """The state stands in the statement, as in that of the index."""
    return row.team_id == _TEAM, row.account_id.in_(_IDS), row.state == literal_column("'open'")


def _any(noun: str, statement: Select[Any]) -> Select[Any]:
    found: Select[Any] = statement.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None)
    return select(literal_column(f"'{noun}'").label("noun")).where(exists(found))


_STATEMENTS: dict[str, Select[Any]] = {"remarks": _remarks()}
_PRESENT = union_all(*(_any(noun, statement) for noun, statement in _STATEMENTS.items()))
