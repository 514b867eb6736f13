from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from bot.backtest import backtest, break_off, run, share
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


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="only Linux chooses whom to end")
def test_where_memory_runs_out_a_backtest_ends_and_not_the_bot(sqlite_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, initializer=share.begin, initargs=(sqlite_url,)) as pool:
        weight = pool.submit(Path("/proc/self/oom_score_adj").read_text).result()

    assert int(weight) == 1_000


def test_on_a_large_machine_a_backtest_takes_no_more_memory_than_the_bot_is_given(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 64)

    with run._crew(sqlite_store, 100, lambda _done: None) as crew:
        assert len(crew._processes) == 2
