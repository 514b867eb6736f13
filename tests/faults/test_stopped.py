"""Fault 2: a process is stopped for longer than its lease, others do its work meanwhile, and then it goes on."""

from __future__ import annotations

import os
import random
import signal
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess

import psutil
import pytest

from tests.databases import make_template, own_postgres, postgres_server
from tests.faults import replica
from tests.faults.crowd import Crowd, crowd
from tests.faults.result import Result
from tests.faults.test_crashes import SENDING

pytestmark = pytest.mark.long

LONGER_THAN_THE_LEASE = timedelta(minutes=2)
IN_A_TRANSACTION = ("composed", "marked")  # the database keeps what is locked until it ends, and then goes on
ROUNDS, IN_A_ROUND = 20, 12
AT_MOST_S = 60.0
MEANWHILE_S = 3.0


@dataclass(frozen=True)
class Risen:
    """What came of it: how often a process was stopped, and how many messages were lost, or said twice."""

    stopped: int
    lost: int
    twice: int


def stop_at(url: str, point: str) -> Risen:
    """Stop a process at a point on its way, have another one do all that is to do, and let the first go on."""
    with crowd(url, speed=1.0) as those:
        those.gather(3)
        env = {"TEND_CRASH_AT": point, "TEND_CRASH_BY": "SIGSTOP"}
        zombie = replica.start(url, those.slack.api_url, those.clock, env)
        _until_stopped(those, zombie)
        those.clock.move(LONGER_THAN_THE_LEASE)
        heir = replica.start(url, those.slack.api_url, those.clock)
        out_of_reach = 1 if point in IN_A_TRANSACTION else 0
        assert those.wait_for(lambda: those.unsent() == out_of_reach, AT_MOST_S)
        _go_on(zombie)
        those.until_all_are_sent(AT_MOST_S)
        _end(zombie)
        _end(heir)
        return Risen(1, *those.lost_and_twice())


def stop_at_random(url: str, *, rounds: int, seed: int) -> Risen:
    """Stop one of two replicas at a random moment, again and again."""
    dice = random.Random(seed)  # noqa: S311 - chance, not a secret
    with crowd(url, speed=1.0) as those:
        at_work = [replica.start(url, those.slack.api_url, those.clock) for _ in range(2)]
        for _ in range(rounds):
            begun = those.tried()
            those.gather(IN_A_ROUND)
            those.until_tried(begun + dice.randrange(IN_A_ROUND // 2), AT_MOST_S)
            zombie = dice.choice(at_work)
            os.kill(_pid(zombie), signal.SIGSTOP)
            _until_stopped(those, zombie)
            those.clock.move(LONGER_THAN_THE_LEASE)
            those.until_all_are_sent(
                MEANWHILE_S
            )  # but for what the database keeps locked for the one that stands still
            _go_on(zombie)
            those.until_all_are_sent(AT_MOST_S)
        for one in at_work:
            _end(one)
        return Risen(rounds, *those.lost_and_twice())


def _pid(process: BaseProcess) -> int:
    assert process.pid is not None
    return process.pid


def _until_stopped(those: Crowd, process: BaseProcess) -> None:
    those.wait_for(lambda: psutil.Process(process.pid).status() == psutil.STATUS_STOPPED, AT_MOST_S)


def _go_on(process: BaseProcess) -> None:
    os.kill(_pid(process), signal.SIGCONT)


def _end(process: BaseProcess) -> None:
    """Let it finish what it is at, and see that it ends well."""
    process.terminate()
    process.join(AT_MOST_S)
    assert process.exitcode == 0


@pytest.mark.parametrize("point", ["composed", "connected", "posted"])
def test_a_process_that_was_stopped_past_its_lease_says_nothing_that_another_said(pg_url: str, point: str) -> None:
    assert stop_at(pg_url, point) == Risen(1, lost=0, twice=0)


def test_processes_stopped_at_random_lose_nothing_and_say_nothing_twice(pg_url: str) -> None:
    assert stop_at_random(pg_url, rounds=2, seed=1) == Risen(2, lost=0, twice=0)


def measure() -> Result:
    """At every point on the way of a message, and at random moments."""
    with postgres_server() as server:
        make_template(server)
        risen = []
        for point in SENDING:
            with own_postgres(server) as url:
                risen.append(stop_at(url, point))
        with own_postgres(server) as url:
            risen.append(stop_at_random(url, rounds=ROUNDS, seed=0))
    stopped, lost, twice = (sum(getattr(one, what) for one in risen) for what in ("stopped", "lost", "twice"))
    figure = (
        f"{stopped} stopped for longer than a lease, at {len(SENDING)} points and at random: {lost} lost, {twice} twice"
    )
    return Result("2 SIGSTOP past the lease, then SIGCONT", figure, not lost + twice)
