"""Databases of older forms: made, filled and read as the database itself gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import MetaData, Table, text
from sqlmodel import SQLModel

from storage.engine import Store
from storage.migrate import migrate

Form = Mapping[str, Table]
Rows = Mapping[str, list[dict[str, Any]]]


def back_to(store: Store, revision: str) -> None:
    """An empty database of an older form."""
    SQLModel.metadata.drop_all(store.engine)
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    migrate(store, revision)


def form_of(store: Store) -> Form:
    """The tables that the database has now, Alembic's and those that are empty between two deeds aside."""
    found = MetaData()
    found.reflect(store.engine)
    return {name: table for name, table in found.tables.items() if name not in ("alembic_version", "audit_permits")}


def rows_of(store: Store, form: Form) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database itself gives it."""
    with store.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()]
            for name, table in form.items()
        }


def put(store: Store, **rows: list[dict[str, Any]]) -> None:
    """Write rows into the tables of the form that the database has."""
    put_as(store, form_of(store), rows)


def put_as(store: Store, form: Form, rows: Rows) -> None:
    """Write rows into tables of a form; what it has no column for is left out."""
    with store.engine.begin() as connection:
        for name, some in rows.items():
            table = form[name]
            for row in some:
                told = {"team_id": "T0TEND", **row}
                connection.execute(table.insert().values({key: told[key] for key in told if key in table.c}))
