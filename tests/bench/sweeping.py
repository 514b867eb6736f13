"""What a sweep costs: a thousand due among ten thousand accounts, and among a hundred thousand."""

from __future__ import annotations

import time

from bot.nudges.sweep import sweep
from storage.engine import Store
from tests.bench.portfolio import NOW

DUE = 1_000


def seconds(store: Store) -> float:
    """Sweep until nothing is due; how long that took."""
    begun = time.perf_counter()
    while sweep(store, NOW):
        pass
    return time.perf_counter() - begun
