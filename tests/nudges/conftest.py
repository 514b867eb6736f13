from __future__ import annotations

import pytest

from storage.engine import Store
from tests.nudges.house import House, build


@pytest.fixture
def house(store: Store) -> House:
    return build(store)
