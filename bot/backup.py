"""A copy of the database while the bot goes on working."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.work.deed import Refused
from storage.engine import Store
from storage.migrate import current

ALL_PAGES = -1  # in one snapshot: a copy in steps begins anew whenever somebody writes in between


def backup(store: Store, target: Path) -> int:
    """Copy an SQLite database into a new file that only its owner reads, whole or not at all; its size in bytes.

    The copy is checked before it gets its name, and never replaces a file. Raises `Refused`, also for PostgreSQL.
    """
    source = path_of(store, 'pg_dump --format=custom "$DATABASE_URL" > tend.dump')
    if not Path(source).is_file():
        raise Refused(f"There is no database {source}, so there is nothing to back up: look at DATABASE_URL.")
    if current(store) is None:
        raise Refused(f"The database {source} is empty, so there is nothing to back up: look at DATABASE_URL.")
    if target.exists():
        raise Refused(f"{target} exists already; choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        unfinished.touch(0o600)
        copy(source, unfinished)
        check(unfinished)
        _name(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def path_of(store: Store, otherwise: str) -> str:
    """The file of an SQLite database. Raises `Refused` for PostgreSQL, with the command to run there."""
    path = store.engine.url.database
    if not store.is_sqlite or not path:
        raise Refused(f"This database is PostgreSQL; there, run `{otherwise}`.")
    return path


def copy(source: str, target: Path) -> None:
    """Copy an SQLite database as it is at one moment, while others go on writing."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as made:
        live.backup(made, pages=ALL_PAGES)
        made.execute("PRAGMA journal_mode=DELETE")


def check(made: Path) -> None:
    """Look whether a copy is in order, rows and what they refer to. Raises `Refused`."""
    with closing(sqlite3.connect(made)) as opened:
        found = [row[0] for row in opened.execute("PRAGMA integrity_check")]
        if found == ["ok"]:
            found += [f"a row of {row[0]} lacks its {row[2]}" for row in opened.execute("PRAGMA foreign_key_check")]
    if found != ["ok"]:
        raise Refused(f"The copy is damaged ({found[-1]}), and was thrown away: is the disk in order?")


def settle_folder(folder: Path) -> None:
    """Have the names in a folder on the disk for good."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _name(unfinished: Path, target: Path) -> None:
    """Give the copy its name, on the disk for good. A file that has come there meanwhile stays."""
    with unfinished.open("rb") as made:
        os.fsync(made.fileno())
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise Refused(f"{target} exists already; choose another name.") from None
    except OSError:  # a file system without links, like a memory stick's
        unfinished.rename(target)
    settle_folder(target.parent)
