"""How Alembic runs our migrations: on the connection that `storage.migrate` hands over, in batches for SQLite."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.tables  # noqa: F401 - so that the metadata is complete
from storage.engine import Store


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write SQLModel's text type as SQLAlchemy's own, so that migrations do not depend on SQLModel."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    store = Store.open(context.get_x_argument(as_dictionary=True).get("url", "sqlite:///data/tend.db"))
    with store.engine.begin() as own:
        _run(own)
