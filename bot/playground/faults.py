"""Faults that a test switches on, method by method."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.shapes import problem


@dataclass
class Fault:
    """What goes wrong.

    `429`, `500`, `html`, `timeout` (the answer is held back), `reset_before`: nothing is done. `500_after_store`,
    `timeout_after_store`, `reset_after_store`: it is done, and the caller does not hear so. Else: an error of Slack's.
    """

    kind: str
    times: int | None
    retry_after: int
    chance: float
    dice: random.Random = field(repr=False)

    @property
    def done_first(self) -> bool:
        """Whether the method is performed before it goes wrong."""
        return self.kind.endswith("_after_store")

    def strikes(self) -> bool:
        """Whether it hits this call; counts it when it does."""
        if self.times == 0 or self.dice.random() >= self.chance:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The faults in force, by method."""

    def __init__(self) -> None:
        self._faults: dict[str, list[Fault]] = {}
        self._unknown_blocks: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def add(
        self,
        method: str,
        kind: str,
        *,
        times: int | None = 1,
        retry_after: int = 1,
        chance: float = 1.0,
        seed: int = 0,
    ) -> None:
        """Let `method` (`"*"`: every one) go wrong, `times` times (None: always), each time with this chance.

        The first fault in force that strikes a call happens. `retry_after` (seconds) is what a 429 says.
        """
        fault = Fault(kind, times, retry_after, chance, random.Random(seed))  # noqa: S311 - dice, not a secret
        with self._lock:
            self._faults.setdefault(method, []).append(fault)

    def refuse_blocks(self, *types: str) -> None:
        """Let no message and no Home tab hold blocks of these types: they have not come to this workspace yet."""
        self._unknown_blocks = frozenset(types)

    def problems_with(self, blocks: Iterable[dict[str, Any]], pointer: str = "/blocks") -> list[str]:
        """What Slack says of blocks whose types are refused."""
        return [
            problem(f"unsupported type: {block['type']}", f"{pointer}/{place}/type")
            for place, block in enumerate(blocks)
            if block["type"] in self._unknown_blocks
        ]

    def clear(self, method: str | None = None) -> None:
        """Let everything, or one method, go right again."""
        with self._lock:
            if method is None:
                self._faults.clear()
                self._unknown_blocks = frozenset()
            else:
                self._faults.pop(method, None)

    def strike(self, method: str) -> Fault | None:
        """What happens to this call."""
        with self._lock:
            in_force = [*self._faults.get(method, ()), *self._faults.get("*", ())]
            return next((fault for fault in in_force if fault.strikes()), None)
