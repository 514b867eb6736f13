"""The account's own rhythm (`bot.rhythm`) as a detector for a replay of contact logs.

Interface: `score(history: list[date], today: date) -> float` and `fit(histories, today)`; histories are contact days,
ascending.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot import rhythm

_portfolio = rhythm.FALLBACK


def fit(histories: Sequence[list[date]], today: date) -> None:
    """Learn the portfolio's usual gap from all that was seen so far."""
    global _portfolio
    known = (_state(tuple(history)) for history in histories)
    _portfolio = rhythm.prior(state for state in known if state)


def score(history: list[date], today: date) -> float:
    """How quiet, 0 to 1."""
    state = _state(tuple(history))
    if state is None:
        raise ValueError("a history has at least one contact day")
    return rhythm.score(state, (today - history[-1]).days, _portfolio)


@cache
def _state(days: tuple[date, ...]) -> rhythm.Rhythm | None:
    return rhythm.of(days)
