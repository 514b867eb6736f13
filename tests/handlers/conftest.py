"""A workspace with Tend in it, driven as people drive Slack, and no network beyond 127.0.0.1."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.engine import Store
from tests.handlers.office import Office


@pytest.fixture
def office(sqlite_store: Store) -> Iterator[Office]:
    """For what does not depend on the kind of database."""
    with Office(sqlite_store) as office:
        yield office


@pytest.fixture
def any_office(store: Store) -> Iterator[Office]:
    """On both kinds of database."""
    with Office(store) as office:
        yield office
