from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from bot.backup import backup
from bot.one_bot import AnotherIsRunning
from bot.restore import restore
from bot.work.deed import Refused
from storage import accounts
from storage.engine import Store
from storage.migrate import current, migrate, newest
from tests.work.scene import NOW, TEAM, scene


def path_of(store: Store) -> Path:
    return Path(str(store.engine.url.database))


def names(path: Path) -> list[str]:
    store = Store.open(f"sqlite:///{path}")
    with store.read() as session:
        found = [account.name for account in accounts.listed(session, TEAM)]
    store.close()
    return found


@pytest.fixture
def saved(sqlite_store: Store, tmp_path: Path) -> Path:
    """A backup with Acme in it; the database has Globex as well by now."""
    house = scene(sqlite_store)
    house.account("Acme")
    backup(sqlite_store, tmp_path / "saved" / "tend.db")
    house.account("Globex")
    return tmp_path / "saved" / "tend.db"


def test_what_was_backed_up_is_there_again_and_what_was_there_is_kept(sqlite_store: Store, saved: Path) -> None:
    kept = restore(sqlite_store, saved, NOW)
    sqlite_store.close()

    assert names(path_of(sqlite_store)) == ["Acme"]
    assert kept == path_of(sqlite_store).with_name("tend.db.before-20260512-093000")
    assert names(kept) == ["Acme", "Globex"]
    assert names(saved) == ["Acme"]


def test_what_only_the_log_beside_the_old_database_holds_is_kept_with_it(sqlite_store: Store, saved: Path) -> None:
    assert Path(f"{path_of(sqlite_store)}-wal").stat().st_size > 0

    kept = restore(sqlite_store, saved, NOW)

    assert kept is not None
    assert Path(f"{kept}-wal").stat().st_size > 0
    assert not Path(f"{path_of(sqlite_store)}-wal").exists()


def test_a_backup_goes_where_no_database_was(saved: Path, tmp_path: Path) -> None:
    elsewhere = Store.open(f"sqlite:///{tmp_path}/elsewhere/tend.db")

    assert restore(elsewhere, saved, NOW) is None

    elsewhere.close()
    assert names(tmp_path / "elsewhere" / "tend.db") == ["Acme"]
    assert [path.name for path in (tmp_path / "elsewhere").glob("*unfinished*")] == []


def test_nothing_is_restored_under_a_running_bot(sqlite_store: Store, saved: Path) -> None:
    with FileLock(f"{path_of(sqlite_store)}.lock"), pytest.raises(AnotherIsRunning):
        restore(sqlite_store, saved, NOW)

    assert names(path_of(sqlite_store)) == ["Acme", "Globex"]


def test_nothing_is_restored_while_somebody_writes(sqlite_store: Store, saved: Path) -> None:
    with sqlite_store.write(), pytest.raises(Refused, match="writing"):
        restore(sqlite_store, saved, NOW)

    assert names(path_of(sqlite_store)) == ["Acme", "Globex"]


def test_a_backup_of_an_older_release_is_brought_up_to_date(sqlite_store: Store, tmp_path: Path) -> None:
    old = Store.open(f"sqlite:///{tmp_path}/old.db")
    migrate(old, "0001")
    old.close()

    restore(sqlite_store, tmp_path / "old.db", NOW)
    sqlite_store.close()

    restored = Store.open(f"sqlite:///{path_of(sqlite_store)}")
    assert current(restored) == newest()
    restored.close()


def damaged(saved: Path) -> None:
    with saved.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 40_000)


def text(saved: Path) -> None:
    saved.write_text("not a database" * 1_000)


def empty(saved: Path) -> None:
    saved.write_bytes(b"")


def gone(saved: Path) -> None:
    saved.unlink()


def orphaned(saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as copy, copy:
        copy.execute("INSERT INTO account_domains (team_id, domain, account_id) VALUES ('T0TEND', 'x.test', 'nobody')")


def newer(saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as copy, copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize("spoil", [damaged, text, empty, gone, orphaned, newer])
def test_a_file_that_is_no_sound_backup_is_refused_and_nothing_changes(
    sqlite_store: Store, saved: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(saved)

    with pytest.raises(Refused):
        restore(sqlite_store, saved, NOW)

    assert names(path_of(sqlite_store)) == ["Acme", "Globex"]
    assert {path.name for path in path_of(sqlite_store).parent.glob("*tend.db*")} <= {
        "tend.db", "tend.db-wal", "tend.db-shm", "tend.db.lock"
    }  # fmt: skip


def test_a_damaged_database_is_no_reason_not_to_restore(sqlite_store: Store, saved: Path) -> None:
    sqlite_store.close()
    text(path_of(sqlite_store))

    kept = restore(sqlite_store, saved, NOW)

    assert names(path_of(sqlite_store)) == ["Acme"]
    assert kept is not None
    assert kept.read_text().startswith("not a database")


@pytest.mark.parametrize("call", ["link", "unlink", "replace"])
def test_a_restore_that_is_cut_off_loses_nothing(
    sqlite_store: Store, saved: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whose: dict[str, object] = {"link": os, "unlink": Path, "replace": Path}

    def cut_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(whose[call], call, cut_off)
        with pytest.raises(KeyboardInterrupt):
            restore(sqlite_store, saved, NOW)

    kept = path_of(sqlite_store).with_name("tend.db.before-20260512-093000")
    assert names(kept if kept.exists() else path_of(sqlite_store)) == ["Acme", "Globex"]


def test_without_links_the_old_files_are_copied(
    sqlite_store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", no_links)

    kept = restore(sqlite_store, saved, NOW)

    assert kept is not None
    assert names(kept) == ["Acme", "Globex"]


def test_postgresql_is_told_of_pg_restore(pg_url: str, tmp_path: Path) -> None:
    store = Store.open(pg_url)
    with pytest.raises(Refused, match="pg_restore"):
        restore(store, tmp_path / "copy.db", NOW)
    store.close()
