"""A count as things are set, and as somebody would set them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """How many it is `before` a change and `after` it; `of`: among how many."""

    before: int
    after: int
    of: int = 0


@dataclass(frozen=True, slots=True)
class NextRound:
    """The day on which a round begins by itself, before a change and after it; None: only by hand."""

    before: date | None = None
    after: date | None = None
