"""What one test leaves in a database on PostgreSQL, the next one does not find."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import text

from storage import workspaces
from storage.engine import Store
from tests.lent import Lent

NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)


def rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        [(found,)] = connection.execute("SELECT count(*) FROM workspaces").fetchall()
        return int(found)


def test_a_database_is_lent_again_without_its_rows_and_whoever_is_still_at_it_is_cut_off(lent: Lent) -> None:
    with lent.database() as first:
        store = Store.open(first)
        with store.write() as session:
            workspaces.ensure(session, "T1", NOW)
        open_still = psycopg.connect(first)
        open_still.execute("UPDATE workspaces SET name = 'Brightside'")
        assert rows(first) == 1
    with lent.database() as second:
        assert (second, rows(second)) == (first, 0)
    with pytest.raises(psycopg.OperationalError):
        open_still.execute("SELECT 1")
    open_still.close()
    store.close()


@pytest.mark.parametrize(
    "change", ["ALTER TABLE workspaces ADD CHECK (name = '') NOT VALID", "DROP INDEX accounts_by_owner"]
)
def test_a_database_with_other_tables_is_not_lent_again(lent: Lent, change: str) -> None:
    with lent.database() as first:
        store = Store.open(first)
        with store.engine.begin() as connection:
            connection.execute(text(change))
        store.close()
    with lent.database() as second:
        assert (second != first, rows(second)) == (True, 0)
