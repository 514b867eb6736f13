from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.backup import backup
from bot.work.deed import Refused
from storage import accounts
from storage.engine import Store
from storage.migrate import current
from tests.work.scene import TEAM, scene


def test_a_backup_holds_what_was_there_and_can_be_opened(sqlite_store: Store, tmp_path: Path) -> None:
    scene(sqlite_store).account()
    target = tmp_path / "deep" / "copy.db"
    assert backup(sqlite_store, target) == target.stat().st_size
    copy = Store.open(f"sqlite:///{target}")
    with copy.read() as session:
        assert [account.name for account in accounts.listed(session, TEAM)] == ["Acme"]
    copy.close()
    assert [path.name for path in target.parent.iterdir() if "unfinished" in path.name] == []


def test_a_backup_never_replaces_a_file(sqlite_store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with pytest.raises(Refused, match="exists already"):
        backup(sqlite_store, target)
    assert target.read_text() == "precious"


def test_only_its_owner_reads_a_backup(sqlite_store: Store, tmp_path: Path) -> None:
    backup(sqlite_store, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_where_there_is_no_database_nothing_is_called_a_backup(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/nowhere/tend.db")
    with pytest.raises(Refused, match="nothing to back up"):
        backup(store, tmp_path / "copy.db")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_empty_database_is_no_backup_as_it_could_not_be_restored(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/tend.db")
    with store.write() as session:
        session.connection()
    assert (tmp_path / "tend.db").exists()
    with pytest.raises(Refused, match="is empty, so there is nothing to back up"):
        backup(store, tmp_path / "copy.db")
    store.close()
    assert not (tmp_path / "copy.db").exists()


def test_a_look_at_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/tend.db")
    assert current(store) is None
    store.close()
    assert not (tmp_path / "tend.db").exists()


def test_a_backup_is_whole_while_others_write(sqlite_store: Store, tmp_path: Path) -> None:
    acme = scene(sqlite_store)
    stop = Event()

    def write() -> None:
        place = 0
        while not stop.is_set():
            acme.account(f"A{place}")
            place += 1

    writer = Thread(target=write)
    writer.start()
    try:
        backup(sqlite_store, tmp_path / "copy.db")
    finally:
        stop.set()
        writer.join()
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()


def test_postgresql_is_told_of_pg_dump(pg_url: str, tmp_path: Path) -> None:
    store = Store.open(pg_url)
    with pytest.raises(Refused, match="pg_dump"):
        backup(store, tmp_path / "copy.sql")
    store.close()
    assert list(tmp_path.glob("*.sql")) == []
