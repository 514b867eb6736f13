from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.settings import Settings
from storage.engine import Store
from tests.installing.street import Street, open_street


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[Any]]:
    """What was logged; it is not printed."""
    with capture_logs() as events:
        yield events


@pytest.fixture
def street(store: Store) -> Iterator[Street]:
    with open_street(store) as street:
        yield street


@pytest.fixture
def quick_street(sqlite_store: Store) -> Iterator[Street]:
    """For what does not depend on the kind of database."""
    with open_street(sqlite_store) as street:
        yield street


@pytest.fixture
def rotating(store: Store) -> Iterator[Street]:
    """Tokens live for twelve hours."""
    with open_street(store, rotates=True) as street:
        yield street


@pytest.fixture
def organisation(store: Store) -> Iterator[Street]:
    """Both workspaces belong to it."""
    with open_street(store, rotates=True, enterprise_id="E0ORG") as street:
        yield street
