"""A backup put in the place of the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot import backup
from bot.one_bot import only_bot
from bot.work.deed import Refused
from storage.engine import Store
from storage.migrate import current, migrate, revisions

_BESIDE = ("", "-wal", "-shm")  # an SQLite database is up to three files


def restore(store: Store, file: Path, now: datetime) -> Path | None:
    """Put a backup in the place of an SQLite database; where the database that was there is kept, if there was one.

    1. No bot runs, and none starts meanwhile; nobody else is writing.
    2. The backup is copied beside the database, checked, and brought to the newest form.
    3. The old files get another name; then the copy takes theirs. Cut off in between, nothing is lost.

    Raises `Refused`, also for PostgreSQL, and `AnotherIsRunning`.
    """
    path = Path(backup.path_of(store, 'pg_restore --clean --if-exists --dbname "$DATABASE_URL" tend.dump'))
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    with only_bot(store):
        _nobody_writes(path)
        try:
            _ready(file, unfinished)
            kept = _keep(path, now)
            unfinished.replace(path)
        finally:
            for part in _BESIDE:
                Path(f"{unfinished}{part}").unlink(missing_ok=True)
        backup.settle_folder(path.parent)
    return kept


def _nobody_writes(path: Path) -> None:
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=0)) as live:
        try:
            live.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            raise Refused(f"Something else is writing to {path}, perhaps an import: wait for it.") from None
        except sqlite3.DatabaseError:
            return  # damaged: the more reason to restore


def _ready(file: Path, unfinished: Path) -> None:
    """A copy of the backup that the bot can start on, on the disk for good."""
    try:
        backup.copy(str(file), unfinished)
        backup.check(unfinished)
        _bring_up(file, unfinished)
    except sqlite3.DatabaseError as error:
        raise Refused(f"{file} is no database that can be read ({error}); nothing was changed.") from None
    with unfinished.open("rb") as whole:
        os.fsync(whole.fileno())


def _bring_up(file: Path, unfinished: Path) -> None:
    """Migrate the copy. Raises `Refused` for what is no backup of Tend's, or of a newer Tend's."""
    copy = Store.open(f"sqlite:///{unfinished}")
    try:
        revision = current(copy)
        if revision is None:
            raise Refused(f"{file} is no backup of Tend; nothing was changed.")
        if revision not in revisions():
            raise Refused(f"{file} was made by a newer Tend ({revision}): upgrade first. Nothing was changed.")
        migrate(copy)
    finally:
        copy.close()
    with closing(sqlite3.connect(unfinished)) as whole:
        whole.execute("PRAGMA journal_mode=DELETE")


def _keep(path: Path, now: datetime) -> Path | None:
    """Give the old files another name, beside; all of them have it before one of them loses its own."""
    if not path.exists():
        return None
    kept = path.with_name(f"{path.name}.before-{now:%Y%m%d-%H%M%S}")
    if kept.exists():
        raise Refused(f"{kept} exists already; move it away first.")
    there = [part for part in _BESIDE if Path(f"{path}{part}").exists()]
    for part in there:
        _link(Path(f"{path}{part}"), Path(f"{kept}{part}"))
    backup.settle_folder(path.parent)
    for part in there[1:]:
        Path(f"{path}{part}").unlink()
    return kept


def _link(old: Path, name: Path) -> None:
    try:
        os.link(old, name)
    except OSError:  # a file system without links
        shutil.copy2(old, name)
