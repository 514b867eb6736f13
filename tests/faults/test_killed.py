"""Fault 1: replicas are killed again and again while they send to a Slack that fails every so often."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.databases import make_sqlite_template, make_template, own_postgres, postgres_server
from tests.faults import replica
from tests.faults.crowd import Crowd, crowd
from tests.faults.result import Result

pytestmark = pytest.mark.long

FAULTS = ("500", "500_after_store", "html", "reset_before", "reset_after_store", "timeout_after_store")
CHANCE = 0.0325  # of each; together one call in 5.5 fails
NUDGES, KILLS, SEEDS = 400, 24, 3
AT_MOST_S = 170.0


@dataclass(frozen=True)
class Fallen:
    """What came of it: how many processes were killed, and how many messages were lost, or said twice."""

    killed: int
    lost: int
    twice: int


def kill_at_random(url: str, *, replicas: int, nudges: int, kills: int, seed: int) -> Fallen:
    """Have replicas send, and kill a random one at random moments all the way; each has a successor at once."""
    dice = random.Random(seed)  # noqa: S311 - chance, not a secret
    with crowd(url) as those:
        those.gather(nudges)
        for kind in FAULTS:
            those.slack.faults.add("chat.postMessage", kind, times=None, chance=CHANCE, seed=dice.randrange(1000))
        those.slack.faults.add("conversations.history", "500", times=None, chance=0.1, seed=seed)
        with _working(those, replicas) as at_work:
            until = time.monotonic() + AT_MOST_S
            for n in range(kills):
                those.until_tried(nudges * n // kills, AT_MOST_S)
                victim = dice.randrange(replicas)
                _kill(at_work[victim])
                at_work[victim] = replica.start(url, those.slack.api_url, those.clock)
            those.until_all_are_sent(until - time.monotonic())
        return Fallen(kills, *those.lost_and_twice())


@contextmanager
def _working(those: Crowd, replicas: int) -> Iterator[list[BaseProcess]]:
    at_work = [replica.start(those.url, those.slack.api_url, those.clock) for _ in range(replicas)]
    try:
        yield at_work
    finally:
        for one in at_work:
            _kill(one)


def _kill(one: BaseProcess) -> None:
    one.kill()
    one.join()


def test_killing_replicas_again_and_again_loses_nothing_and_says_nothing_twice(pg_url: str) -> None:
    assert kill_at_random(pg_url, replicas=2, nudges=24, kills=5, seed=1) == Fallen(5, lost=0, twice=0)


def test_killing_the_one_process_on_sqlite_loses_nothing_and_says_nothing_twice(sqlite_url: str) -> None:
    assert kill_at_random(sqlite_url, replicas=1, nudges=12, kills=3, seed=1) == Fallen(3, lost=0, twice=0)


def measure_replicas() -> Result:
    """Two replicas on PostgreSQL, with three different fates."""
    with postgres_server() as server:
        make_template(server)
        fallen = []
        for seed in range(SEEDS):
            with own_postgres(server) as url:
                fallen.append(kill_at_random(url, replicas=2, nudges=NUDGES, kills=KILLS, seed=seed))
    return _result("1 kill -9 of one of 2 replicas, PostgreSQL", fallen)


def measure_alone() -> Result:
    """One process on SQLite."""
    folder = Path(tempfile.mkdtemp(prefix="tend-killed-"))
    path = shutil.copy(make_sqlite_template(folder), folder / "tend.db")
    fallen = kill_at_random(f"sqlite:///{path}", replicas=1, nudges=NUDGES, kills=KILLS, seed=0)
    shutil.rmtree(folder)
    return _result("1 kill -9 of the one process, SQLite", [fallen])


def _result(fault: str, fallen: list[Fallen]) -> Result:
    killed, lost, twice = (sum(getattr(one, what) for one in fallen) for what in ("killed", "lost", "twice"))
    messages = NUDGES * len(fallen)
    return Result(fault, f"{killed} killed over {messages} messages: {lost} lost, {twice} twice", not lost + twice)
