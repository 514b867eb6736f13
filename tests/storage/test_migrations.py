from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from storage.engine import Store
from storage.migrate import current, migrate, newest


def test_the_migrations_make_exactly_the_tables_that_the_code_describes(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(store: Store) -> None:
    migrate(store)

    assert current(store) == newest()


def test_a_new_file_knows_no_revision_until_it_is_migrated(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/new/tend.db")
    before = current(store)
    migrate(store)
    after = current(store)
    store.close()

    assert (before, after) == (None, newest())
