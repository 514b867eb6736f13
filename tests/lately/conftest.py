from __future__ import annotations

import pytest

from storage.engine import Store
from tests.nudges.house import House, build
from tests.work.scene import Scene
from tests.work.scene import scene as set_up


@pytest.fixture
def scene(store: Store) -> Scene:
    """On both databases."""
    return set_up(store)


@pytest.fixture
def house(store: Store) -> House:
    """On both databases."""
    return build(store)
