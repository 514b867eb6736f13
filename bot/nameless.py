"""Takes the names of clients and of people out of a text, so that it can be read by anybody. Pure.

A name is found by its first word: however many names there are, a text is gone through once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CLIENT, SOMEBODY = "the client", "somebody"
_WORD = re.compile(r"\w+")
_LONGEST = 12  # words of a name
_SHORTEST = 3  # letters of a first or last name that is looked for by itself
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+|https?://\S+|<[@#][^>]*>")


@dataclass(frozen=True, slots=True)
class Nameless:
    """`names`: by the first word of each, folded, the words of the whole and what stands in its place."""

    names: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, clients: Iterable[str], people: Iterable[str]) -> Nameless:
        """For these names; of people, first and last names by themselves as well."""
        found: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        known = [*((name, CLIENT) for name in clients), *((part, SOMEBODY) for name in people for part in _parts(name))]
        for name, instead in known:
            words = tuple(word.casefold() for word in _WORD.findall(name))
            if words:
                found[words[0]].append((words, instead))
        longest = {first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in found.items()}
        return cls(longest)

    def text(self, text: str) -> str:
        """The text without them, and without addresses and mentions."""
        text = _ADDRESS.sub(SOMEBODY, text)
        spans = [(word.start(), word.end(), word[0]) for word in _WORD.finditer(text)]
        said, at, place = "", 0, 0
        while place < len(spans):
            count, instead = self._found([word for _, _, word in spans[place : place + _LONGEST]])
            if count:
                said += text[at : spans[place][0]] + instead
                at = spans[place + count - 1][1]
            place += count or 1
        return said + text[at:]

    def _found(self, words: list[str]) -> tuple[int, str]:
        """How many words from here are a name, and what stands in its place; a name of one word has its capital."""
        for name, instead in self.names.get(words[0].casefold(), ()):
            here = tuple(word.casefold() for word in words[: len(name)])
            if here == name and (len(name) > 1 or not words[0][0].islower()):
                return len(name), instead
        return 0, ""


def _parts(name: str) -> list[str]:
    words = name.split()
    return [name, *(word for word in words if len(words) > 1 and len(word) >= _SHORTEST)]
