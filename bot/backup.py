"""A copy of the database while the bot goes on working."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.work.deed import Refused
from storage.engine import Store

PAGES_AT_ONCE = 1_000


def backup(store: Store, target: Path) -> int:
    """Copy an SQLite database into a new file, whole or not at all; its size in bytes.

    The copy is checked before it gets its name, and never replaces a file. Raises `Refused`, also for PostgreSQL.
    """
    source = store.engine.url.database
    if not store.is_sqlite or not source:
        raise Refused('This database is PostgreSQL: copy it with pg_dump, like `pg_dump "$DATABASE_URL" > tend.sql`.')
    if target.exists():
        raise Refused(f"{target} exists already; choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        _copy(source, unfinished)
        _check(unfinished)
        _name(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: str, unfinished: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unfinished)) as copy:
        live.backup(copy, pages=PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode=DELETE")


def _check(unfinished: Path) -> None:
    with closing(sqlite3.connect(unfinished)) as copy:
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise Refused(f"The copy is damaged ({found[0]}), and was thrown away: is the disk in order?")


def _name(unfinished: Path, target: Path) -> None:
    """Give the copy its name, on the disk for good. A file that has come there meanwhile stays."""
    with unfinished.open("rb") as copy:
        os.fsync(copy.fileno())
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise Refused(f"{target} exists already; choose another name.") from None
    except OSError:  # a file system without links, like a memory stick's
        unfinished.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
