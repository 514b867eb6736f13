"""Finding an account by what somebody typed, among ten thousand."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session

from bot.work import find
from storage import choices, workspaces
from storage.engine import Store
from tests.bench.portfolio import TEAM, account_name
from tests.bench.report import Figure

TRIES = 200
_STEP = 37
Ask = Callable[[Session, str], Any]


def measure(store: Store, database: str) -> list[Figure]:
    """As a line and as a menu find it; the first time after a name has changed too."""
    asked: dict[str, Ask] = {
        "by name": lambda session, name: find.account(session, TEAM, name),
        "in a line, with a typo": lambda session, name: find.account(session, TEAM, _slip(name)),
        "nearest to a typo": lambda session, name: find.nearest(session, TEAM, _slip(name)),
        "in a menu, by part of the name": lambda session, name: find.search(session, TEAM, name[2:8], 100),
        "in a menu, with a typo": lambda session, name: find.search(session, TEAM, _slip(name), 100),
        "in a menu, nothing typed": lambda session, _: choices.likely(session, TEAM, "U0007", 100),
    }
    figures = [
        _figure(f"account found {how} among 10,000 ({database})", _times(store, ask)) for how, ask in asked.items()
    ]
    return [*figures, _figure(f"names of 10,000 accounts read anew ({database})", _anew(store))]


def _times(store: Store, ask: Ask) -> list[float]:
    took: list[float] = []
    for number in range(0, TRIES * _STEP, _STEP):
        begun = time.perf_counter()
        with store.read() as session:
            ask(session, account_name(number))
        took.append((time.perf_counter() - begun) * 1000)
    return took


def _anew(store: Store) -> list[float]:
    took: list[float] = []
    for _ in range(10):
        with store.write() as session:
            workspaces.stamp_names(session, TEAM)
        begun = time.perf_counter()
        with store.read() as session:
            find.search(session, TEAM, "alder", 100)
        took.append((time.perf_counter() - begun) * 1000)
    return took


def _slip(name: str) -> str:
    return name[:3] + name[4:]


def _figure(what: str, took: Sequence[float]) -> Figure:
    ordered = sorted(took)
    beside = f"median {statistics.median(took):.2f} ms"
    return Figure(f"{what}, p95", ordered[int(len(ordered) * 0.95)], "ms", beside)
