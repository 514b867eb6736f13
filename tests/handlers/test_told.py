from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from structlog.testing import capture_logs

from bot.slack import SlackClients
from bot.tend import Tend
from handlers.answer import NOTHING, Answer, Later
from handlers.in_time import InTime
from handlers.told import Told
from storage.engine import Store
from tests.handlers.office import TUESDAY

WAIT_S = 30
CONTEXT = BoltContext({"authorize_result": AuthorizeResult(enterprise_id=None, team_id="T0TEND")})


@pytest.fixture
def tend(sqlite_store: Store) -> Tend:
    return Tend(sqlite_store, lambda: TUESDAY, SlackClients("http://127.0.0.1:9/"))


def left_for_later(work: Callable[[], Any], key: str = "one") -> Callable[..., Later]:
    """A handler that leaves work for later."""

    def done() -> Answer:
        work()
        return NOTHING

    return lambda *_: Later(key, done)


def test_a_handler_is_told_the_workspace_and_the_event(tend: Tend) -> None:
    told: list[Any] = []
    Told(tend, InTime())(lambda *given: told.append(given))(CONTEXT, {"type": "message"})
    assert told == [(tend, "T0TEND", {"type": "message"})]


def test_what_was_left_for_later_is_done_before_the_desk_closes(tend: Tend) -> None:
    may_end, done = Event(), Event()

    def work() -> None:
        may_end.wait(WAIT_S)
        done.set()

    told = Told(tend, InTime())
    told(left_for_later(work))(CONTEXT, {})
    assert not told.rest(0.01)
    may_end.set()
    assert told.close(WAIT_S)
    assert done.is_set()


def test_what_had_not_begun_by_then_is_dropped(tend: Tend) -> None:
    may_end, begun = Event(), Event()
    told = Told(tend, InTime())
    for n in range(2):  # as many as are worked on at once
        told(left_for_later(lambda: may_end.wait(WAIT_S), f"long {n}"))(CONTEXT, {})
    told(left_for_later(begun.set, "waiting"))(CONTEXT, {})
    assert not told.close(0.01)
    may_end.set()
    assert told.rest(WAIT_S)
    assert not begun.is_set()


def test_what_fails_later_is_written_to_the_log_and_the_next_is_done(tend: Tend) -> None:
    def fails() -> None:
        raise RuntimeError("for a test")

    done = Event()
    told = Told(tend, InTime())
    with capture_logs() as logs:
        told(left_for_later(fails, "broken"))(CONTEXT, {})
        told(left_for_later(done.set, "whole"))(CONTEXT, {})
        assert told.rest(WAIT_S)
    assert done.is_set()
    assert [line["event"] for line in logs] == ["request.failed"]


def test_what_fails_in_time_is_raised_so_that_slack_tells_it_again(tend: Tend) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("for a test")

    with pytest.raises(RuntimeError):
        Told(tend, InTime())(fails)(CONTEXT, {})


def test_what_fails_too_late_for_that_is_written_to_the_log(tend: Tend) -> None:
    may_end = Event()

    def fails(*_: Any) -> None:
        may_end.wait(WAIT_S)
        raise RuntimeError("for a test")

    in_time = InTime(limit_s=0.01)
    with capture_logs() as logs:
        Told(tend, in_time)(fails)(CONTEXT, {})
        may_end.set()
        assert in_time.close(WAIT_S)
    assert [line["event"] for line in logs] == ["request.failed"]
