"""SQLite and PostgreSQL: their settings, and sessions that read or write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

BUSY_TIMEOUT_MS = 5_000
#: What the database is to blame for, and not what was asked of it: it is away, busy or full.
UNREACHABLE = (OperationalError, InterfaceError)


class Store:
    """The database. `read()` and `write()` give sessions; a write is one transaction, committed at the end.

    On SQLite a write begins with `BEGIN IMMEDIATE`: a deferred one fails, or loses updates, as soon as two run at once.
    Writers of one process wait for their turn here, in order; SQLite itself lets them poll, and some starve.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = RLock() if self.is_sqlite else nullcontext()

    @classmethod
    def open(cls, url: str) -> Store:
        """Connect to `sqlite:///path` or `postgresql://...`; makes the folder of an SQLite file."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite(parsed.database or ":memory:"))
        if parsed.get_backend_name() == "postgresql":
            return cls(create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=10))
        raise ValueError(f"{parsed.get_backend_name()} is not supported: use sqlite:///… or postgresql://…")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one snapshot; nothing that is done in it stays."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self._turn, Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                session.connection(execution_options={"tend_immediate": True})
            yield session
            session.commit()

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def _sqlite(path: str) -> Engine:
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # Python's sqlite3 begins no transaction behind our back
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("tend_immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
