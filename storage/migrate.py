"""Brings a database to the newest form, forward only, one process at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.engine import Store

_LOCK = 0x7E4D  # PostgreSQL's advisory lock of this name is held while migrating


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The revision that this code expects."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise LookupError("no migrations are installed")
    return head


def revisions() -> list[str]:
    """Every revision that this code can bring a database on from, oldest first, and the newest."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def current(store: Store) -> str | None:
    """The revision that the database is at; None for an empty one, and where there is no file yet: none is made."""
    if store.is_sqlite and not _is_there(store):
        return None
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _is_there(store: Store) -> bool:
    path = store.engine.url.database
    return path in (None, ":memory:") or Path(path).exists()


def migrate(store: Store, revision: str = "head") -> None:
    """Run every migration that is missing, in one transaction: all of them or none."""
    config = _config()
    with store.engine.connect().execution_options(tend_immediate=True) as connection, connection.begin():
        if not store.is_sqlite:
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # who migrates before us may take long
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
