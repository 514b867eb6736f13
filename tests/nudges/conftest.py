from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.engine import Store
from tests.nudges.house import House, build
from tests.nudges.post import PostOffice, open_post_office


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
