from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, text
from sqlmodel import SQLModel

from bot.nudges.portfolio import refit
from storage.engine import Store
from storage.migrate import current, migrate, newest
from storage.tables import Account, Workspace


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


def test_accounts_from_before_rhythms_are_counted_at_the_first_tick(store: Store) -> None:
    back_to(store, "0001")
    fill(store)

    migrate(store)
    with store.read() as session:
        [workspace, account] = session.get(Workspace, "T0TEND"), session.get(Account, ("T0TEND", "acme"))
    assert workspace is not None
    assert account is not None
    assert (workspace.refit_at, account.name, account.rhythm) == (None, "Acme", None)

    assert refit(store, NOW, {})
    assert refit(store, NOW, {})
    assert not refit(store, NOW, {})
    with store.read() as session:
        account = session.get(Account, ("T0TEND", "acme"))
    assert account is not None
    assert account.rhythm is not None
    assert (account.rhythm["gaps"], account.rhythm["last_on"]) == ([9, 11], date(2026, 5, 8).isoformat())


NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)


def back_to(store: Store, revision: str) -> None:
    """An empty database of an older form."""
    SQLModel.metadata.drop_all(store.engine)
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    migrate(store, revision)


def fill(store: Store) -> None:
    """A workspace with an account that was spoken to three times."""
    old = MetaData()
    old.reflect(store.engine)
    team = {"team_id": "T0TEND"}
    then: dict[str, Any] = {"created_at": NOW, "updated_at": NOW, "last_contact_at": NOW - timedelta(days=4)}
    account = {"id": "acme", "name": "Acme", "name_key": "acme", "tier": "standard", "status": "active"}
    said = {"account_id": "acme", "kind": "call", "direction": "two-way", "source": "command", "logged_by": "U0ANA"}
    rows = {
        "workspaces": [{"name": "", "bot_user_id": "", "tz": "UTC", "policy": {}, "portfolio": {}, "refit_at": NOW}],
        "accounts": [{**account, **then, "attempts_since_contact": 0}],
        "touches": [
            {**said, "id": f"t{days}", "note": "", "occurred_at": NOW - timedelta(days=days), "logged_at": NOW}
            for days in (24, 15, 4)
        ],
    }
    rows["workspaces"][0] |= {"asleep_reason": "", "installed_at": NOW}
    with store.engine.begin() as connection:
        for name, some in rows.items():
            connection.execute(old.tables[name].insert(), [{**team, **row} for row in some])
