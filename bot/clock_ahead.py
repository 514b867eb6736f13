"""How far a playground's clock is ahead of the real one, kept beside its database.

Whoever works on that database from outside acts at the playground's moment; and where it is opened again, it goes on.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path


def keep(database: Path, ahead: timedelta) -> None:
    """Note how far it is for a database's file."""
    file = _file(database)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    unfinished.write_text(str(ahead.total_seconds()))
    unfinished.replace(file)


def of(database: Path) -> timedelta:
    """How far it is for a database's file; not at all where that is no playground's."""
    file = _file(database)
    return timedelta(seconds=float(file.read_text())) if file.is_file() else timedelta()


def _file(database: Path) -> Path:
    return database.with_name(f"{database.name}.ahead")
