"""A workspace with Tend in it, driven as people drive Slack, and no network beyond 127.0.0.1."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers import effects
from storage.engine import Store
from tests.handlers.office import Office
from tests.handlers.settings import Counted


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


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """What counts the effect of a change, held until the test lets it go."""
    counted = Counted()
    monkeypatch.setattr(effects, "effect", counted)
    yield counted
    counted.may_end.set()
