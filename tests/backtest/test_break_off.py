from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

import pytest

from bot.backtest import backtest, break_off
from bot.policy import Policy
from storage.engine import Store
from tests.work.scene import NOW, TEAM, scene


def test_a_backtest_that_is_broken_off_ends_at_once(sqlite_store: Store) -> None:
    scene(sqlite_store).account("Acme")

    with ThreadPoolExecutor(1) as asking:
        asked = asking.submit(backtest, sqlite_store, TEAM, NOW, [Policy()])
        while not wait([asked], timeout=0.05).done:
            break_off()

    with pytest.raises(BrokenProcessPool):
        asked.result()
