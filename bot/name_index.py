"""The names of a workspace's accounts, laid out so that they are found as somebody types. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.near import near

_LONGEST = 8  # words of a name that is looked for in a text
_SHORTEST = 3  # letters of such a name
_FEW = 5  # accounts that hold what was typed: where there are fewer, those a typo away follow
_SHORTLIST = 300
_END = "\n"  # in no key


class Named(NamedTuple):
    """A name or an alias of an account, by its key (`storage.names.key`), and what the account is called."""

    account_id: str
    key: str
    name: str


class NameIndex:
    """Names by their beginnings, by what they hold, and by what they are like. What is typed comes as a key."""

    def __init__(self, named: Iterable[Named]) -> None:
        self._named = sorted(named, key=lambda one: one.key)
        self._keys = _Texts(one.key for one in self._named)

    def __len__(self) -> int:
        return len(self._named)

    def beginning(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """(id, name) of the accounts one of whose names begins so, by name."""
        return self._accounts(self._keys.holding(f"{_END}{typed}"), limit)

    def search(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """(id, name) of the accounts one of whose names holds what was typed, those that begin so first.

        Then those whose names hold each word of it; where all these are few, then those a typo away.
        """
        found = self._accounts(self._hold(typed), limit)
        if len(found) >= min(_FEW, limit):
            return found
        slipped = self._accounts([*self._alike_in_each_word(typed), *self._a_typo_away(typed)], limit)
        return list({**dict(found), **dict(slipped)}.items())[:limit]

    def a_typo_away(self, typed: str) -> list[str]:
        """Ids of the accounts with the names nearest to this one: whole names, or their beginnings.

        One slip apart; in long names two.
        """
        return [account_id for account_id, _ in self._accounts(self._a_typo_away(typed), len(self))]

    def nearest(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """(id, name) of the accounts whose names are near to this one, best first."""
        places = list(dict.fromkeys(islice(self._perhaps(typed), _SHORTLIST)))
        keys = [self._named[place].key for place in places]
        return self._accounts((places[at] for at in near(typed, keys, limit * 3)), limit)

    def named_in(self, words: Sequence[str]) -> list[str]:
        """Ids of the accounts that a text names, in its order; of names that overlap, the longest counts."""
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            ends = range(min(at + _LONGEST, len(words)), at, -1)
            names = ((end, self._by_key.get(" ".join(words[at:end]))) for end in ends)
            end, account_id = next((named for named in names if named[1]), (at + 1, None))
            if account_id and len(" ".join(words[at:end])) >= _SHORTEST:
                found[account_id] = None
            at = end
        return list(found)

    def beginning_with_word(self, word: str) -> set[str]:
        """Ids of the accounts that have a name of several words with this one first."""
        return {self._named[place].account_id for place in self._keys.holding(f"{_END}{word} ")}

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {one.key: one.account_id for one in self._named}

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self._named):
            for word in dict.fromkeys(one.key.split()):
                places[word].append(place)
        return dict(places)

    @cached_property
    def _words(self) -> _Texts:
        return _Texts(self._by_word)

    @cached_property
    def _beginnings(self) -> dict[int, _Texts]:
        return {}

    def _accounts(self, places: Iterable[int], limit: int) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for place in places:
            if len(found) == limit:
                break
            found.setdefault(self._named[place].account_id, self._named[place].name)
        return list(found.items())

    def _hold(self, typed: str) -> Iterator[int]:
        for part in (f"{_END}{typed}", f" {typed}", typed):
            yield from self._keys.holding(part)
        longest, *others = sorted(typed.split() or [""], key=len, reverse=True)
        if others:
            held = self._keys.holding(longest)
            yield from (place for place in held if all(word in self._named[place].key for word in others))

    def _alike_in_each_word(self, typed: str) -> list[int]:
        *before, last = typed.split() or [""]
        places = [self._with(self._alike(word)) for word in before]
        places.append(self._with(self._alike(last) or self._begun_alike(last)))
        return sorted(set.intersection(*places))

    def _with(self, words: Iterable[str]) -> set[int]:
        return {place for word in words for place in self._by_word[word]}

    def _alike(self, typed: str) -> list[str]:
        if typed in self._by_word:
            return [typed]
        near = (place for _, place in self._words.near(typed, _slips(typed)))
        return [self._words.texts[place] for place in (*self._words.holding(typed), *near)]

    def _begun_alike(self, typed: str) -> list[str]:
        """Words that begin with something like what was typed so far."""
        begun = [word[: len(typed)] for word in self._words.texts]
        return [self._words.texts[place] for _, place in _near(typed, begun, _slips(typed))]

    def _a_typo_away(self, typed: str) -> list[int]:
        slips, words = _slips(typed), len(typed.split())
        near = sorted([*self._keys.near(typed, slips), *self._beginning(words).near(typed, slips)])
        return [place for distance, place in near if distance == near[0][0]]

    def _beginning(self, words: int) -> _Texts:
        """All names, cut off after so many words."""
        known = self._beginnings.get(words)
        if known is None:
            known = self._beginnings[words] = _Texts(" ".join(key.split()[:words]) for key in self._keys.texts)
        return known

    def _perhaps(self, typed: str) -> Iterator[int]:
        yield from self._a_typo_away(typed)
        for word in sorted(typed.split(), key=len, reverse=True):
            yield from self._with(self._alike(word))
        yield from (at for _, _, at in process.extract(typed, self._keys.texts, scorer=fuzz.ratio, limit=_SHORTLIST))


class _Texts:
    """Texts laid end to end, and by their length: what is a few slips away is not much longer or shorter."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = list(texts)
        self._all = "".join(f"{_END}{text}" for text in self.texts) + _END
        self._starts = list(accumulate((len(text) + 1 for text in self.texts), initial=0))

    def holding(self, part: str) -> Iterator[int]:
        """The places of the texts that hold a part, in order; `_END` before it stands for the beginning of a text."""
        at = self._all.find(part)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            if place == len(self.texts):
                return
            yield place
            at = self._all.find(part, self._starts[place + 1])

    def near(self, typed: str, slips: int) -> list[tuple[int, int]]:
        """(slips, place) of the texts that are at most so many slips away."""
        lengths = range(len(typed) - slips, len(typed) + slips + 1)
        some = [self._by_length[length] for length in lengths if length in self._by_length]
        return [(distance, places[at]) for places, texts in some for distance, at in _near(typed, texts, slips)]

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[int], list[str]]]:
        found: defaultdict[int, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
        for place, text in enumerate(self.texts):
            places, texts = found[len(text)]
            places.append(place)
            texts.append(text)
        return dict(found)


def _near(typed: str, texts: Sequence[str], slips: int) -> list[tuple[int, int]]:
    found = process.extract(typed, texts, scorer=OSA.distance, score_cutoff=slips, limit=None)
    return [(distance, place) for _, distance, place in found]


def _slips(typed: str) -> int:
    return 2 if len(typed) >= 8 else 1 if len(typed) >= 4 else 0
