"""Fault 14: a backup is taken while another process writes, and restored elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.backup import backup
from bot.restore import restore
from storage.engine import Store
from storage.tables import Touch
from tests.databases import make_sqlite_template
from tests.faults.result import Result
from tests.work.scene import NOW, scene

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
SMALL, LARGE = 2_000_000, 200_000_000  # bytes; a copy of a large one takes longer than the pauses between two writes


@dataclass(frozen=True)
class Saved:
    """What came of backups under load."""

    backups: int
    acknowledged: int  # before the last of them began
    meanwhile: int  # acknowledged while backups were taken
    lacking: int  # acknowledged before a backup began, and not in it
    sound: int  # backups that are in order when restored elsewhere


class Writer:
    """Reads along what a writing process has acknowledged."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.acknowledged: list[str] = []
        self._process = process
        self._reading = Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self._process.stdout
        self.acknowledged.extend(line.strip() for line in self._process.stdout)

    def wait(self, seconds: float) -> None:
        """Wait a little. Raises `AssertionError` when it writes no more."""
        self._reading.join(seconds)
        assert self._reading.is_alive()

    def stop(self) -> None:
        self._process.kill()
        self._reading.join()


@contextmanager
def writing(url: str, account_id: str) -> Iterator[Writer]:
    """Another process writes without a pause."""
    command = [sys.executable, "-m", "tests.faults.writer", url, account_id]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        writer = Writer(process)
        try:
            yield writer
        finally:
            writer.stop()


def under_load(template: Path, folder: Path, size: int, backups: int, rows_between: int) -> Saved:
    """Take backups while another process writes, and restore each elsewhere."""
    path = folder / "tend.db"
    shutil.copy(template, path)
    store = Store.open(f"sqlite:///{path}")
    acme = scene(store).account("Acme")
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE ballast AS SELECT zeroblob(:size) AS weight"), {"size": size})
    known: list[list[str]] = []
    with writing(f"sqlite:///{path}", acme.id) as writer:
        for n in range(backups):
            wait_for(writer, (n + 1) * rows_between)
            known.append(list(writer.acknowledged))
            backup(store, folder / f"backup-{n}.db")
        taken = len(writer.acknowledged)
    store.close()
    lacking, sound = 0, 0
    for n, before in enumerate(known):
        rows = restored(folder / f"backup-{n}.db", folder / f"elsewhere-{n}" / "tend.db")
        sound += rows is not None
        lacking += len(set(before) - (rows or set()))
    return Saved(backups, len(known[-1]), taken - len(known[0]), lacking, sound)


def wait_for(writer: Writer, rows: int) -> None:
    while len(writer.acknowledged) < rows:
        writer.wait(0.01)


def restored(saved: Path, elsewhere: Path) -> set[str] | None:
    """The touches of a backup restored elsewhere; None where the restored database is not in order."""
    store = Store.open(f"sqlite:///{elsewhere}")
    restore(store, saved, NOW)
    with store.read() as session:
        touches = set(session.exec(select(Touch.id)))
        integrity = session.execute(text("PRAGMA integrity_check")).scalars().all()
        orphans = session.execute(text("PRAGMA foreign_key_check")).all()
    store.close()
    return touches if integrity == ["ok"] and not orphans else None


def measure() -> Result:
    """Backups of a large database, a hundred rows apart."""
    with tempfile.TemporaryDirectory() as folder:
        template = make_sqlite_template(Path(folder))
        saved = under_load(template, Path(folder), size=LARGE, backups=5, rows_between=100)
    figure = (
        f"{saved.backups} backups of {LARGE // 1_000_000} MB, {saved.meanwhile} rows written meanwhile: "
        f"{saved.lacking} acknowledged rows lacking, "
        f"{saved.sound} of {saved.backups} in order"
    )
    passed = saved.lacking == 0 and saved.sound == saved.backups and saved.meanwhile > 0
    return Result("14 backup taken under load, restored elsewhere", figure, passed)


def test_every_row_that_was_acknowledged_before_a_backup_under_load_is_in_it(
    sqlite_template: Path, tmp_path: Path
) -> None:
    saved = under_load(sqlite_template, tmp_path, size=SMALL, backups=2, rows_between=20)

    assert saved.acknowledged >= 40
    assert saved.meanwhile > 0
    assert saved.lacking == 0
    assert saved.sound == 2
