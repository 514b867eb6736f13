"""What was worked out from rows, kept in this process for as long as the rows are the same.

Whoever changes the rows gives them another stamp, one never used before, in the same transaction. So what is kept here
is right wherever and by whomever the rows were changed, and a change that is rolled back leaves nothing wrong behind.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T", bound=Sized)

INFO = "memory"  # where a session of `Store` keeps it
LARGEST = 200_000  # things in all that is kept, whatever they are; what was not asked for longest goes first


class Memory:
    """Values by key, each good for one stamp."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self._largest = largest
        self._lock = Lock()

    def recall(self, key: Hashable, stamp: str, make: Callable[[], T]) -> T:
        """The value of this key and stamp, made if it is not known. A key is always of the same kind of value."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None and known[0] == stamp:
                self._kept.move_to_end(key)
                value: T = known[1]
                return value
        value = make()
        with self._lock:
            self._kept[key] = (stamp, value)
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(len(one) for _, one in self._kept.values()) > self._largest:
                self._kept.popitem(last=False)
        return value
