"""What every test may ask for."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.settings import Settings
from storage import engine
from storage.engine import Store
from tests.compiled import sharing_engine
from tests.databases import make_sqlite_template, make_template, postgres_server
from tests.in_memory import lie_in_memory
from tests.lent import Lent
from tests.names import look_up_once

#: What takes long as a whole: the sweep of every function beside a twin workspace.
LONG = ("tests/tenancy/test_tenancy.py::test_a_function_neither",)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    lie_in_memory(config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(LONG):
            item.add_marker(pytest.mark.long)


def pytest_collection_finish() -> None:
    """Python looks for what nobody holds any more less often, and not among the tests: it took 7 % of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _logs_go_where_pytest_catches_them() -> None:
    structlog.configure(
        processors=[structlog.stdlib.render_to_log_kwargs], logger_factory=structlog.stdlib.LoggerFactory()
    )


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", sharing_engine)
        yield


@pytest.fixture(scope="session", autouse=True)
def _listeners_are_looked_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        look_up_once(patch)
        yield


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a `.env` sets anything."""
    monkeypatch.chdir(tmp_path)
    for name in map(str.upper, Settings.model_fields):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """What was logged; it is not printed."""
    with capture_logs() as events:
        yield events


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server(outlives_power_loss=False) as server:
        make_template(server)
        yield server


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "tend.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def lent(postgres: str) -> Iterator[Lent]:
    with Lent(postgres) as lent:
        yield lent


@pytest.fixture
def pg_url(lent: Lent) -> Iterator[str]:
    with lent.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database; each test runs on both kinds."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "pg_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store.open(store_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """For what does not depend on the kind of database."""
    opened = Store.open(sqlite_url)
    yield opened
    opened.close()
