"""Mistakes of one line or row, gathered, so that all of them are told in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from bot.work.deed import Refused

Found = TypeVar("Found")
Item = TypeVar("Item")


class Slips:
    """What several checks refused."""

    def __init__(self) -> None:
        self._met: list[Refused] = []

    def __bool__(self) -> bool:
        return bool(self._met)

    def of(self, check: Callable[[], Found]) -> Found | None:
        """What a check finds; None where it refuses, which is kept."""
        try:
            return check()
        except Refused as refused:
            self._met.append(refused)
            return None

    def each(self, check: Callable[[Item], Found], items: Iterable[Item]) -> list[Found]:
        """What a check finds in each of some items, without those that it refuses."""
        found = [self.of(partial(check, item)) for item in items]
        return [one for one in found if one is not None]

    def all(self) -> Refused:
        """All that was refused, one sentence after the other, each once."""
        if len(self._met) == 1:
            return self._met[0]
        sentences = dict.fromkeys(_sentence(str(one)) for one in self._met)
        return Refused(" ".join(sentences), *(mentioned for one in self._met for mentioned in one.mentioned))

    def tell(self) -> None:
        """Raises `Refused` where anything was refused."""
        if self._met:
            raise self.all()


def _sentence(reason: str) -> str:
    return reason if reason.endswith((".", "?", "!")) else f"{reason}."
