"""On PostgreSQL too, nobody waits for another one's lock without end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage import engine, workspaces
from storage.engine import Hindrance, Store, hindrance
from storage.migrate import _LOCK, migrate

TEAM = "T0TEND"


@pytest.fixture
def impatient(pg_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(engine, "LONGEST_WAIT_S", 0.2)
    store = Store.open(pg_url)
    with store.write() as session:
        workspaces.ensure(session, TEAM, datetime(2026, 5, 12, tzinfo=UTC))
    yield store
    store.close()


def test_who_waits_too_long_for_a_row_is_told_that_the_database_is_busy(impatient: Store) -> None:
    with impatient.write() as session:
        workspaces.lock(session, TEAM)
        with pytest.raises(OperationalError) as caught, impatient.write() as other:
            workspaces.lock(other, TEAM)

    assert hindrance(caught.value) is Hindrance.BUSY


def test_a_start_waits_for_whoever_migrates_however_long_that_takes(impatient: Store) -> None:
    migrated = Event()

    def start() -> None:
        migrate(impatient)
        migrated.set()

    starting = Thread(target=start)
    with impatient.write() as session:
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        starting.start()
        assert not migrated.wait(0.6)
    starting.join()

    assert migrated.is_set()
