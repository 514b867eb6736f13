"""A backtest from end to end: shares of the accounts, worked on in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import cycle
from multiprocessing.context import SpawnProcess
from typing import TypeVar

from bot.backtest import share
from bot.backtest.figures import Asked, Backtest, Effect, Replayed, figures
from bot.backtest.months import merged
from bot.backtest.share import Task
from bot.policy import Policy
from bot.rules import RULES
from storage import accounts
from storage.engine import Store

_SHARE = 50  # accounts
_MOST_PROCESSES = 2  # of 60 MiB before their accounts: two backtests of 5,000, and the bot, take 0.9 GiB
_SAMPLE = 400  # accounts that the effect of a change is counted over
_LATELY = timedelta(days=30)

Progress = Callable[[int], None]
T = TypeVar("T")


def replay_size(store: Store, team_id: str, policies: int = 1) -> int:
    """How far the progress of a backtest will count."""
    with store.read() as session:
        return len(accounts.ids(session, team_id)) * 2 * policies


def backtest(
    store: Store, team_id: str, now: datetime, policies: Sequence[Policy], progress: Progress = lambda _done: None
) -> list[Backtest] | None:
    """Replay a workspace's past up to `now` (aware UTC) under each policy; None: it has no past.

    `progress` is told how much is done so far, of `replay_size`.
    """
    with store.read() as session:
        ids = accounts.ids(session, team_id)
    shares = [ids[start : start + _SHARE] for start in range(0, len(ids), _SHARE)]
    if not shares:
        return None
    with _crew(store, len(shares), progress) as crew:
        done = [_one(crew, [Task(team_id, tuple(some), policy, now) for some in shares]) for policy in policies]
    found = [figures(replayed, RULES) for replayed in done]
    return [one for one in found if one is not None] or None


def effect(store: Store, team_id: str, now: datetime, before: Policy, after: Policy) -> Effect | None:
    """What a change of the policy would have meant in the month up to `now` (aware UTC); None: there is no account.

    In a large workspace some of the accounts are looked at, spread over the years in which they were added.
    """
    with store.read() as session:
        ids = accounts.ids(session, team_id)
    chosen = [ids[place * len(ids) // _SAMPLE] for place in range(_SAMPLE)] if len(ids) > _SAMPLE else ids
    shares = [chosen[start : start + _SHARE] for start in range(0, len(chosen), _SHARE)]
    if not shares:
        return None
    with _crew(store, len(shares), lambda _done: None) as crew:
        tasks = [[Task(team_id, tuple(some), policy, now) for some in shares] for policy in (before, after)]
        asked = [_scaled(_asked(crew, some), len(ids) / len(chosen)) for some in tasks]
    return Effect(_LATELY.days, len(ids), len(chosen), *asked)


def break_off() -> None:
    """Have every backtest of this process end at once: it raises `BrokenProcessPool`. For when we are to end."""
    for child in multiprocessing.active_children():
        if isinstance(child, SpawnProcess):
            child.terminate()


@contextmanager
def _crew(store: Store, shares: int, progress: Progress) -> Iterator[_Crew]:
    url = store.engine.url.render_as_string(hide_password=False)
    spawn = multiprocessing.get_context("spawn")
    with ExitStack() as pools:
        processes = [
            pools.enter_context(ProcessPoolExecutor(1, spawn, initializer=share.begin, initargs=(url,)))
            for _ in range(min(shares, os.cpu_count() or 1, _MOST_PROCESSES))
        ]
        yield _Crew(processes, progress)


def _one(crew: _Crew, tasks: Sequence[Task]) -> list[Replayed]:
    portfolios = merged(crew.work([(share.sum_up, (task,), task) for task in tasks]))
    return [one for some in crew.work([(share.replay_all, (task, portfolios), task) for task in tasks]) for one in some]


def _asked(crew: _Crew, tasks: Sequence[Task]) -> list[Asked]:
    [portfolio] = crew.work([(share.portfolio, (tasks[0],), tasks[0])])
    return list(crew.work([(share.asked, (task, portfolio, task.now - _LATELY), task) for task in tasks]))


def _scaled(some: Sequence[Asked], scale: float) -> Asked:
    nudges = sum((Counter(one.nudges) for one in some), Counter[str]())
    still_open = sum(one.open for one in some)
    return Asked({rule: round(nudges[rule] * scale) for rule in RULES if nudges[rule]}, round(still_open * scale))


class _Crew:
    """The processes, and how much they have done so far. Each has its own shares, and reads them but once."""

    def __init__(self, processes: Sequence[ProcessPoolExecutor], progress: Progress) -> None:
        self._processes = processes
        self._progress = progress
        self._done = 0

    def work(self, calls: Sequence[tuple[Callable[..., T], tuple[object, ...], Task]]) -> Iterator[T]:
        """Carry calls out side by side; what they return, in their order."""
        sizes: dict[Future[T], int] = {}
        for process, (call, arguments, task) in zip(cycle(self._processes), calls, strict=False):
            sizes[process.submit(call, *arguments)] = len(task.account_ids)
        for finished in as_completed(sizes):
            finished.result()
            self._done += sizes[finished]
            self._progress(self._done)
        return (future.result() for future in sizes)
