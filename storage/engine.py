"""SQLite and PostgreSQL: their settings, and sessions that read or write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session

from storage.memory import INFO, Memory
from storage.turns import Turns

BUSY_TIMEOUT_MS = 5_000
LEAST_PATIENCE_MS = 100
LONGEST_PAUSE_S = 60  # within a transaction on PostgreSQL
LONGEST_WAIT_S = 15  # for a lock there: longer than a call to Slack that is made under one
UNTOLD, LIKELY = "4", "1.1"  # what a page out of order costs there: as of disks that turn, and as of memory
#: What the database is to blame for, and not what was asked of it: it is away, busy or full.
UNREACHABLE = (OperationalError, InterfaceError)
_QUIET: dict[str, Any] = {"hide_parameters": True}  # errors are logged, and parameters are clients' names

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01")  # the latter: lock not available, deadlock
_FULL = ("SQLITE_FULL", "53100")


class Store:
    """The database. `read()` and `write()` give sessions; a write is one transaction, committed at the end.

    `trial()` is for what is to be seen before it is done.

    On SQLite a write begins with `BEGIN IMMEDIATE`: a deferred one fails, or loses updates, as soon as two run at once.
    Writers of one process wait for their turn here, in order; SQLite itself lets them poll, and some starve. Where
    another process keeps SQLite locked, a writer gives up with `OperationalError` after `busy_timeout_ms`, time spent
    waiting for its turn included.
    """

    def __init__(self, engine: Engine, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.engine = engine
        self._busy_timeout_ms = busy_timeout_ms
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = Turns() if self.is_sqlite else nullcontext()
        self._info = {INFO: Memory()}

    @classmethod
    def open(cls, url: str, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Store:
        """Connect to `sqlite:///path` or `postgresql://...`; makes the folder of an SQLite file."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return cls(_sqlite(parsed.database or ":memory:", busy_timeout_ms), busy_timeout_ms)
        if parsed.get_backend_name() == "postgresql":
            address = parsed.set(drivername="postgresql+psycopg")
            return cls(_postgres(address))
        raise ValueError(f"{parsed.get_backend_name()} is not supported: use sqlite:///… or postgresql://…")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one snapshot; nothing that is done in it stays."""
        with self._session() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self._begun() as session:
            yield session
            session.commit()

    @contextmanager
    def trial(self) -> Iterator[Store]:
        """A store whose sessions are all one transaction that is taken back at the end of the block."""
        with self._begun() as session:
            yield _Trial(self, session)

    @contextmanager
    def _begun(self) -> Iterator[Session]:
        came = monotonic()
        with self._turn, self._session() as session:
            if self.is_sqlite:
                waited_ms = int((monotonic() - came) * 1000)
                patience_ms = max(self._busy_timeout_ms - waited_ms, LEAST_PATIENCE_MS)
                session.connection(execution_options={"tend_immediate": True, "tend_patience_ms": patience_ms})
            yield session

    def _session(self) -> Session:
        return Session(self.engine, expire_on_commit=False, info=self._info)

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


class _Trial(Store):
    """A store in the middle of a transaction of another's."""

    def __init__(self, of: Store, session: Session) -> None:
        super().__init__(of.engine)
        self._shared = session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """The session, with all that was done in it so far."""
        yield self._shared

    @contextmanager
    def write(self) -> Iterator[Session]:
        """The session; nothing is committed."""
        yield self._shared
        self._shared.flush()


class Hindrance(StrEnum):
    """Why a database did not do what it was asked to."""

    BUSY = "busy"  # somebody else kept it locked
    FULL = "full"  # there is no room on its disk
    AWAY = "away"  # it cannot be reached, or not be written to


def hindrance(error: DBAPIError) -> Hindrance:
    """Why a database did not do what it was asked to, as its own code says."""
    code = str(getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or "")
    if code.startswith(_BUSY):
        return Hindrance.BUSY
    return Hindrance.FULL if code in _FULL else Hindrance.AWAY


def _postgres(address: URL) -> Engine:
    """Nobody waits for a lock without end: as on SQLite, it is an `OperationalError`.

    A process that was stopped in the middle of a transaction keeps others from its rows for a minute at most. Unless
    its server was told what its disks are like, PostgreSQL would read all accounts rather than look up those of one
    owner.
    """
    engine = create_engine(address, pool_pre_ping=True, pool_size=10, **_QUIET)

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.execute(f"SET idle_in_transaction_session_timeout = '{LONGEST_PAUSE_S}s'")
        connection.execute(f"SET lock_timeout = '{LONGEST_WAIT_S}s'")
        connection.execute("SET timezone = 'UTC'")  # else every instant that is read would be turned into it
        untold = f"current_setting('random_page_cost') = '{UNTOLD}'"
        connection.execute(f"SELECT set_config('random_page_cost', '{LIKELY}', false) WHERE {untold}")
        connection.commit()

    return engine


def _sqlite(path: str, busy_timeout_ms: int) -> Engine:
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": busy_timeout_ms / 1000}, **_QUIET)

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # Python's sqlite3 begins no transaction behind our back
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={busy_timeout_ms}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if "tend_patience_ms" in options:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={options['tend_patience_ms']}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("tend_immediate", False) else "BEGIN")

    return engine
