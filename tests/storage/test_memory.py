from __future__ import annotations

from collections.abc import Callable

from storage.memory import Memory


class Kitchen:
    """Makes values and remembers which."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def maker(self, name: str, size: int = 1) -> Callable[[], list[str]]:
        def make() -> list[str]:
            self.made.append(name)
            return [name] * size

        return make


def test_what_was_made_is_kept_for_as_long_as_its_stamp_is_the_same() -> None:
    memory, kitchen = Memory(), Kitchen()
    recalled = [memory.recall("names", stamp, kitchen.maker(stamp)) for stamp in ("a", "a", "b", "a")]
    assert recalled == [["a"], ["a"], ["b"], ["a"]]
    assert kitchen.made == ["a", "b", "a"]


def test_what_was_not_asked_for_longest_goes_when_there_is_no_more_room() -> None:
    memory, kitchen = Memory(largest=4), Kitchen()
    for key in ("one", "two", "one", "three", "one", "two"):
        memory.recall(key, "", kitchen.maker(key, size=2))
    assert kitchen.made == ["one", "two", "three", "two"]


def test_one_thing_larger_than_the_room_is_kept_while_nothing_else_is() -> None:
    memory, kitchen = Memory(largest=1), Kitchen()
    for _ in range(2):
        memory.recall("large", "", kitchen.maker("large", size=2))
    assert kitchen.made == ["large"]
