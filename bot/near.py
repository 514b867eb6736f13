"""Which names are so much like what was typed that they may be what was meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz, process

NEAR = 70  # of 100: below it, names have letters in common and nothing else


def near(typed: str, known: Sequence[str], limit: int) -> list[int]:
    """The places of the names (as keys, like `typed`) that are near, best first; none where none is."""
    ranked = process.extract(typed, known, scorer=_likeness, score_cutoff=NEAR, limit=limit)
    return [place for _, _, place in ranked]


def nearest(typed: str, known: Iterable[str], limit: int) -> list[str]:
    """The names that are near, best first; upper and lower case are one."""
    names = list(known)
    return [names[place] for place in near(typed.casefold(), [name.casefold() for name in names], limit)]


def _likeness(typed: str, known: str, **_: Any) -> float:
    """How alike two names are as a whole, or in the words that they share."""
    return max(fuzz.WRatio(typed, known), fuzz.token_set_ratio(typed, known))
