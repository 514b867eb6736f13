from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from storage.engine import Store
from tests.installing.street import Street, open_street


@pytest.fixture(autouse=True)
def _alone(no_environment: None, logged: list[Any]) -> None:
    """Nothing is set, and nothing that is logged is printed."""


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
