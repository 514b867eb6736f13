from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Event, Thread

import pytest

from bot.views.refusals import say
from bot.work.deed import Refused
from handlers import table
from handlers.answer import Answer, Later
from handlers.errands import Errands
from handlers.visit import Visit
from storage.engine import Store
from tests.handlers.office import ANA, BEN, Office

WAIT_S = 30


class Work:
    """Something that takes until it is let go."""

    def __init__(self, result: int) -> None:
        self.runs = 0
        self.may_end = Event()
        self._result = result

    def __call__(self) -> int:
        self.runs += 1
        self.may_end.wait(WAIT_S)
        return self._result


def test_who_asks_for_the_same_meanwhile_gets_the_same_and_it_is_worked_out_once() -> None:
    errands, work, told = Errands[int](), Work(7), SimpleQueue[int]()
    errands("one", work, told.put)
    errands("one", Work(8), told.put)
    work.may_end.set()
    assert [told.get(timeout=WAIT_S), told.get(timeout=WAIT_S)] == [7, 7]
    assert work.runs == 1


def test_who_asks_afterwards_has_it_worked_out_anew() -> None:
    errands, told = Errands[int](), SimpleQueue[int]()
    for result in (7, 8):
        work = Work(result)
        work.may_end.set()
        errands("one", work, told.put)
        assert told.get(timeout=WAIT_S) == result


def test_two_errands_are_run_side_by_side() -> None:
    errands, told = Errands[int](), SimpleQueue[int]()
    first, second = Work(1), Work(2)
    errands("first", first, told.put)
    errands("second", second, told.put)
    second.may_end.set()
    assert told.get(timeout=WAIT_S) == 2
    first.may_end.set()
    assert told.get(timeout=WAIT_S) == 1


class Slow:
    """What `/client` does in these tests: a word at once, and an answer when it is let go."""

    def __init__(self, answer: Callable[[], Answer]) -> None:
        self.work = Work(0)
        self._answer = answer

    def __call__(self, visit: Visit) -> Answer:
        return Answer(say("Let me see."), later=Later(visit.team_id, self._work_it_out))

    def _work_it_out(self) -> Answer:
        self.work()
        return self._answer()


@pytest.fixture
def slow_office(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> Iterator[Callable[[Slow], Office]]:
    with ExitStack() as stack:

        def opened(slow: Slow) -> Office:
            monkeypatch.setitem(table.COMMANDS, "/client", slow)
            return stack.enter_context(Office(sqlite_store))

        yield opened


def heard(office: Office, person: str) -> list[str]:
    return [message.text for message in office.slack.ephemeral(person)]


def test_two_who_ask_hear_a_word_at_once_and_the_same_answer_later(slow_office: Callable[[Slow], Office]) -> None:
    slow = Slow(lambda: Answer(say("This is it.")))
    office = slow_office(slow)
    for person in (ANA, BEN):
        assert "Let me see." in office.says("/client backtest", person)
    slow.work.may_end.set()
    office.slack.until(lambda: heard(office, ANA)[1:] == heard(office, BEN)[1:] == ["This is it."])
    assert slow.work.runs == 1


def test_requests_are_answered_while_many_wait_for_an_errand(slow_office: Callable[[Slow], Office]) -> None:
    slow = Slow(lambda: Answer(say("This is it.")))
    office = slow_office(slow)
    for _ in range(10):
        office.says("/client backtest")
    assert "What you can type" in office.says("/touch help")
    slow.work.may_end.set()
    office.slack.until(lambda: heard(office, ANA).count("This is it.") == 10)


def test_why_an_errand_came_to_nothing_is_told(slow_office: Callable[[Slow], Office]) -> None:
    def refuse() -> Answer:
        raise Refused("That cannot be.")

    slow = Slow(refuse)
    slow.work.may_end.set()
    office = slow_office(slow)
    office.says("/client backtest")
    office.slack.until(lambda: any("That cannot be." in text for text in heard(office, ANA)))


def test_who_waits_for_an_errand_that_is_dropped_is_told_and_nothing_more_is_begun() -> None:
    errands, told = Errands[int](), SimpleQueue[int]()
    under_way, waiting = Work(1), [Work(2), Work(3)]
    for key, work in enumerate([under_way, *waiting]):
        errands(key, work, told.put)

    def break_off() -> None:
        under_way.may_end.set()
        waiting[0].may_end.set()

    assert errands.drop(0, break_off, WAIT_S)

    assert sorted(told.get(timeout=WAIT_S) for _ in range(3)) == [0, 0, 0]
    assert waiting[1].runs == 0


def test_an_errand_that_cannot_be_broken_off_is_not_waited_for_without_end() -> None:
    errands, work = Errands[int](), Work(1)
    errands("one", work, SimpleQueue[int]().put)

    assert not errands.drop(0, break_off=lambda: None, within_s=0.2)
    work.may_end.set()


def test_who_waits_for_a_backtest_hears_that_tend_is_restarted(slow_office: Callable[[Slow], Office]) -> None:
    slow = Slow(lambda: Answer(say("This is it.")))
    office = slow_office(slow)
    office.says("/client backtest")
    closing = Thread(target=office.desk.close, args=(WAIT_S,))
    closing.start()
    slow.work.may_end.wait(0.5)
    slow.work.may_end.set()
    closing.join()
    assert "I am being restarted" in heard(office, ANA)[-1]
