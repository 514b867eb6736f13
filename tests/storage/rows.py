"""One row of every table there is, for any workspace: so that a new table is asked about by itself."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Table, TypeDecorator, func, insert, select
from sqlmodel import SQLModel

from storage.engine import Store

DAY = date(2026, 5, 12)
NOON = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
TRANSIENT = {"audit_permits"}  # its rows live within one transaction

_OF_TYPE: dict[type, Any] = {str: "x", int: 1, bool: False, date: DAY, datetime: NOON, dict: {}, list: []}


def tables() -> list[Table]:
    """Every table that keeps rows of workspaces, those that others point to first."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in TRANSIENT]


def fill(store: Store, team_id: str) -> None:
    """Put one row into every table."""
    with store.write() as session:
        for table in tables():
            session.execute(insert(table).values(**_row(table, team_id)))


def count(store: Store, team_id: str) -> dict[str, int]:
    """How many rows of a workspace each table has."""
    with store.read() as session:
        return {
            table.name: session.execute(select(func.count()).where(table.c.team_id == team_id)).scalar_one()
            for table in tables()
        }


def _row(table: Table, team_id: str) -> dict[str, Any]:
    needed = [one for one in table.columns if one.primary_key or one.foreign_keys or not (one.nullable or one.default)]
    words = _words(table)
    row = {column.name: words.get(column.name) or _value(column) for column in needed}
    return {**row, "team_id": team_id}


def _value(column: Column[Any]) -> Any:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return _OF_TYPE[kind.python_type]


def _words(table: Table) -> dict[str, str]:
    """By column with a fixed choice of words: the first of them."""
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, CheckConstraint)]
    found = (re.match(r"(\w+) IN \('([^']+)'", check) for check in checks)
    return {match[1]: match[2] for match in found if match}
