"""Finding an account by what somebody typed, among ten thousand."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bot.work import find
from storage.engine import Store
from tests.bench.portfolio import TEAM, account_name
from tests.bench.report import Figure

TRIES = 200


def measure(store: Store) -> list[Figure]:
    """By its whole name, by a prefix that only it has, and by a typo."""
    typed: dict[str, Callable[[str], str]] = {
        "by name": lambda name: name,
        "by a typo": lambda name: name[:3] + name[4:],
    }
    return [_figure(store, how, change) for how, change in typed.items()]


def _figure(store: Store, how: str, change: Callable[[str], str]) -> Figure:
    took: list[float] = []
    for number in range(0, TRIES * 37, 37):
        words = change(account_name(number))
        begun = time.perf_counter()
        with store.read() as session:
            find.nearest(session, TEAM, words) if how == "by a typo" else find.account(session, TEAM, words)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    beside = f"median {statistics.median(took):.2f} ms"
    return Figure(f"account found {how} among 10,000, p95", took[int(len(took) * 0.95)], "ms", beside)
