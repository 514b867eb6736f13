from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from bot.nudges.sweep import sweep
from bot.policy import Direction, Kind
from bot.work import touches
from bot.work.deed import Deed
from storage.engine import Store
from storage.migrate import current, migrate, newest, revisions
from tests.storage.everything import everything
from tests.storage.forms import back_to, form_of, put_as, rows_of
from tests.storage.old_rows import NOW


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


def earlier() -> list[str]:
    """Every revision but the newest, oldest first."""
    return revisions()[:-1]


def oldest_and_last() -> list[Any]:
    """The same; those between the first and the one before the newest take long together."""
    first, *between, last = earlier()
    return [first, *(pytest.param(one, marks=pytest.mark.long) for one in between), last]


@pytest.mark.parametrize("revision", oldest_and_last())
def test_a_database_of_every_earlier_form_keeps_all_it_holds_and_goes_on_working(store: Store, revision: str) -> None:
    back_to(store, revision)
    form = form_of(store)
    put_as(store, form, {name: some for name, some in everything().items() if name in form})
    before = rows_of(store, form)
    assert [name for name, some in before.items() if not some] == []

    migrate(store)

    after = rows_of(store, form_of(store))
    for name, some in before.items():
        kept = [{column: row[column] for column in some[0]} for row in after[name]]
        assert [without_levers(row) for row in kept] == [without_levers(row) for row in some], name
    while sweep(store, NOW):
        pass
    new = touches.NewTouch("acme", Kind.CALL, Direction.TWO_WAY, NOW, contacts=["jane"])
    assert touches.log(store, Deed("T0TEND", "U0ANA", NOW), new).account.last_contact_at == NOW


def without_levers(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what migrations set by design: when clocks ring, what is counted next, roles of Slack's admins."""
    return {name: value for name, value in row.items() if name not in ("rings_at", "refit_at", "role")}
