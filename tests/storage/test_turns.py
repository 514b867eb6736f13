from __future__ import annotations

from threading import Event, Lock, Thread

import pytest

from storage.engine import Store
from storage.turns import Turns

WAIT_S = 10


def waiting(turns: Turns, number: int) -> None:
    """Until so many wait for their turn."""
    while len(turns._waiting) < number:
        Event().wait(0.001)


def test_whoever_comes_first_goes_first() -> None:
    turns, order = Turns(), list[int]()

    def take(number: int) -> None:
        with turns:
            order.append(number)

    threads = [Thread(target=take, args=(number,)) for number in range(5)]
    with turns:
        for number, thread in enumerate(threads, 1):
            thread.start()
            waiting(turns, number)
    for thread in threads:
        thread.join(WAIT_S)
    assert order == [0, 1, 2, 3, 4]


def test_whoever_gives_the_turn_away_does_not_have_it_again_before_those_who_wait() -> None:
    turns, order = Turns(), list[str]()

    def take() -> None:
        with turns:
            order.append("the other")

    other = Thread(target=take)
    with turns:
        other.start()
        waiting(turns, 1)
    for _ in range(3):
        with turns:
            order.append("the same")
    other.join(WAIT_S)
    assert order == ["the other", *["the same"] * 3]


def test_the_same_thread_may_take_it_again_and_gives_it_away_once() -> None:
    turns, had = Turns(), Event()

    def take() -> None:
        with turns:
            had.set()

    other = Thread(target=take)
    with turns:
        with turns:
            other.start()
            waiting(turns, 1)
        assert not had.wait(0.05)
    assert had.wait(WAIT_S)
    other.join(WAIT_S)


def test_what_fails_within_a_turn_gives_it_away() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="x"), turns:
        raise ValueError("x")
    with turns:
        pass


def test_who_waits_no_longer_is_passed_over() -> None:
    turns = Turns()
    with turns:
        gate = Lock()
        turns._waiting.append((1, gate))
        turns._leave(1, gate)
    with turns:
        pass


def test_one_who_writes_again_and_again_keeps_nobody_waiting(sqlite_store: Store) -> None:
    stop, written, turns = Event(), list[int](), list[int]()

    def write_on() -> None:
        while not stop.is_set():
            with sqlite_store.write():
                written.append(1)

    greedy = Thread(target=write_on)
    greedy.start()
    for _ in range(20):
        before = len(written)
        with sqlite_store.write():
            turns.append(len(written) - before)
    stop.set()
    greedy.join(WAIT_S)
    assert max(turns) <= 3
