from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from storage.engine import Store
from tests.nudges.house import House, build
from tests.nudges.post import PostOffice, open_post_office


@pytest.fixture(autouse=True)
def _in_silence(logged: list[Any]) -> None:
    """Nothing that is logged is printed."""


@pytest.fixture
def house(store: Store) -> House:
    return build(store)


@pytest.fixture
def post_office(store: Store) -> Iterator[PostOffice]:
    with open_post_office(store) as office:
        yield office


@pytest.fixture
def quick_office(sqlite_store: Store) -> Iterator[PostOffice]:
    """For what does not depend on the kind of database."""
    with open_post_office(sqlite_store) as office:
        yield office


@pytest.fixture
def count_queries(store: Store) -> Iterator[Callable[[Callable[[], object]], int]]:
    """Counts the statements that something sends to the database."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    def count(do: Callable[[], object]) -> int:
        seen.clear()
        do()
        return len(seen)

    event.listen(store.engine, "before_cursor_execute", note)
    yield count
    event.remove(store.engine, "before_cursor_execute", note)
