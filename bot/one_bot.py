"""One running bot for each SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from storage.engine import Store


class AnotherIsRunning(Exception):
    """Another bot runs on this SQLite file; the text says what to do."""


@contextmanager
def only_bot(store: Store) -> Iterator[None]:
    """Hold the SQLite file's lock; on PostgreSQL any number of bots may run. Raises `AnotherIsRunning`."""
    path = store.engine.url.database
    if not store.is_sqlite or path is None:
        yield
        return
    try:
        with FileLock(f"{path}.lock", timeout=0):
            yield
    except Timeout:
        raise AnotherIsRunning(
            f"Another Tend is already running on {path}. Stop it first, or use PostgreSQL to run several."
        ) from None
