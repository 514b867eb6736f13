from __future__ import annotations

from threading import Event

import pytest

from bot.workers import GoOn, Stopped, Workers

WAIT_S = 10


def test_work_is_done_beside_whoever_asks() -> None:
    workers, done = Workers(), Event()
    workers.begin(lambda _go_on: done.set())

    assert workers.rest(WAIT_S)
    assert done.is_set()


def test_what_is_under_way_is_told_to_stop_and_waited_for() -> None:
    workers, begun, stopped = Workers(), Event(), Event()

    def work(go_on: GoOn) -> None:
        try:
            while True:
                begun.set()
                go_on()
        except Stopped:
            stopped.set()

    workers.begin(work)
    assert begun.wait(WAIT_S)
    assert workers.close(WAIT_S)
    assert stopped.is_set()


def test_nothing_begins_any_more_once_all_is_to_stop() -> None:
    workers = Workers()
    workers.close(WAIT_S)
    workers.begin(lambda _go_on: pytest.fail("it began"))

    assert workers.rest(WAIT_S)


def test_work_that_does_not_stop_is_not_waited_for_without_end() -> None:
    workers, may_end = Workers(), Event()

    def work(_go_on: GoOn) -> None:
        may_end.wait(WAIT_S)

    workers.begin(work)

    assert not workers.close(0.05)
    may_end.set()
    assert workers.rest(WAIT_S)
